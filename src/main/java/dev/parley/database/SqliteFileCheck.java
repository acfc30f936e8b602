package dev.parley.database;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** Check of an SQLite database file before anything is written to it. */
public record SqliteFileCheck(Path path) {
    private static final String URL = "jdbc:sqlite:";

    /**
     * Largest file that is checked. A larger one would delay the start by more than a second; its defects show when it
     * is read.
     */
    private static final long MAX_CHECKED_BYTES = 256L << 20;

    private static final String SOUND = "ok";

    /** Returns the check; empty where the database is another one, or only in memory. */
    public static Optional<SqliteFileCheck> of(String url) {
        if (!url.startsWith(URL)) {
            return Optional.empty();
        }
        String name = url.substring(URL.length()).split("[?]")[0];
        String path = name.startsWith("file:") ? decoded(name.substring("file:".length())) : name;
        return Optional.of(path)
                .filter(file -> !file.isEmpty() && !file.contains(":memory:") && !url.contains("mode=memory"))
                .map(Path::of)
                .map(SqliteFileCheck::new);
    }

    /** Decodes the path in a URI as SQLite reads it (sqlite.org/uri.html). */
    private static String decoded(String uri) {
        String path = uri.split("#", 2)[0].replaceFirst("^//(localhost)?(?=/)", "");
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** Creates the file before SQLite does, which gives its other files the permissions of this one. */
    public void create() {
        try {
            OwnerOnlyPermissions.createDirectories(folder());
            OwnerOnlyPermissions.createFile(path);
        } catch (IOException e) {
            throw new InvalidConfigurationPropertyValueException(
                    "spring.datasource.url", path, "The file cannot be created: " + e);
        }
    }

    /** Returns the file, and those that SQLite keeps beside it. */
    public Stream<Path> files() {
        return Stream.of("", "-wal", "-shm", "-journal").map(suffix -> Path.of(path + suffix));
    }

    public Path folder() {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), "The root is no file");
    }

    /** Refuses the start with a file that is broken, or not an SQLite database. */
    public void check() throws IOException {
        if (Files.exists(path) && Files.size(path) > 0) {
            String found =
                    look(Files.size(path) <= MAX_CHECKED_BYTES ? "PRAGMA quick_check(1)" : "PRAGMA schema_version");
            if (!found.equals(SOUND)) {
                throw new InvalidConfigurationPropertyValueException(
                        "spring.datasource.url",
                        path,
                        "The file is damaged, or not an SQLite database (" + found
                                + "): restore a backup, or move it away to start with an empty one");
            }
        }
    }

    /** Runs a pragma without writing, so that a refused file stays as it is. */
    private String look(String pragma) {
        try (Connection connection = DriverManager.getConnection(URL + path + "?open_mode=1");
                Statement statement = connection.createStatement();
                var row = statement.executeQuery(pragma)) {
            return pragma.endsWith(")") && row.next() ? row.getString(1) : SOUND;
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
