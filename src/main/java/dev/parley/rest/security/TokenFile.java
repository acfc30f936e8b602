package dev.parley.rest.security;

import dev.parley.database.OwnerOnlyPermissions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * File with the token of the REST API. The file is read for every request, so a change takes effect at once. While the
 * file is empty or cannot be read, its token is not valid.
 */
public final class TokenFile {
    private static final Logger log = LoggerFactory.getLogger(TokenFile.class);
    private static final String PROPERTY = "parley.admin.token-file";

    /**
     * Most bytes that are read. A longer file was configured by mistake; its beginning is taken as the token, which no
     * caller knows.
     */
    private static final int MAX_BYTES = 4_096;

    private final Path path;
    private final AtomicBoolean usable = new AtomicBoolean(true);

    private TokenFile(Path path) {
        this.path = path;
    }

    /**
     * Returns the token file. Creates it with a new token if it does not exist.
     *
     * @throws InvalidConfigurationPropertyValueException if the file cannot be created or read, or is empty
     */
    static TokenFile at(Path path) {
        try {
            if (Files.notExists(path)) {
                create(path);
                log.info("Created a token for the REST API in {}", path);
            }
            if (read(path).isEmpty()) {
                throw refused(path, "has no token: write one into it, or delete it so that one is created");
            }
            return new TokenFile(path);
        } catch (IOException e) {
            throw refused(path, "cannot be read or created: " + e);
        }
    }

    public Path path() {
        return path;
    }

    /** Whether the token is valid. The comparison takes the same time however many characters are right. */
    boolean holds(String token) {
        String valid = current();
        return !valid.isEmpty() && MessageDigest.isEqual(bytes(valid), bytes(token));
    }

    /** Returns the current token; empty if the file contains none or cannot be read. */
    private String current() {
        try {
            String token = read(path);
            warn(token.isEmpty() ? "the file is empty" : "");
            return token;
        } catch (IOException e) {
            warn(e.toString());
            return "";
        }
    }

    private void warn(String trouble) {
        boolean good = trouble.isEmpty();
        if (usable.getAndSet(good) && !good) {
            log.warn("The token in {} is refused until the file can be used again: {}", path, trouble);
        }
    }

    private static String read(Path path) throws IOException {
        try (var file = Files.newInputStream(path)) {
            return new String(file.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
        }
    }

    /** Creates the file. No other user can read the token at any time, and no reader ever sees a part of it. */
    private static void create(Path path) throws IOException {
        Path directory =
                Objects.requireNonNull(path.toAbsolutePath().getParent(), "only / has none, and is never missing");
        OwnerOnlyPermissions.createDirectories(directory);
        Path draft = OwnerOnlyPermissions.createTempFile(directory, ".token", null);
        try {
            Files.writeString(draft, TokenGenerator.make());
            Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static byte[] bytes(String token) {
        return token.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Returns an error that contains the resolved path, because the property's value is shown with unresolved
     * variables.
     */
    private static InvalidConfigurationPropertyValueException refused(Path path, String why) {
        return new InvalidConfigurationPropertyValueException(PROPERTY, path, path + " " + why);
    }
}
