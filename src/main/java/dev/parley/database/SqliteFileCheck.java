package dev.parley.database;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
     * Size of the largest file that is checked completely. Checking a larger one would delay the start by more than a
     * second. Defects in such a file show when the damaged part is read.
     */
    private static final long MAX_CHECKED_BYTES = 256L << 20;

    private static final String SOUND = "ok";
    private static final String LOCK_SUFFIX = "-lock";

    /** Returns the check; empty if the database is not SQLite, or is only in memory. */
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

    /**
     * Creates the file, and checks that Parley can write to it. SQLite gives the files that it creates beside this one
     * the same permissions.
     *
     * @param property property that names the file or its folder
     * @param value value of the property, for the error
     * @return the lock on the file, not taken yet; the same lock for every symbolic link to the file
     */
    public ExclusiveLock create(String property, Object value) {
        try {
            requireNoDeadLink(folder());
            if (Files.exists(folder()) && !Files.isDirectory(folder())) {
                throw new FileSystemException(folder().toString(), null, "It is a file: name a folder");
            }
            OwnerOnlyPermissions.createDirectories(folder());
            requireNoDeadLink(path);
            requireWritable(this);
            OwnerOnlyPermissions.createFile(path);
            if (!Files.isRegularFile(path)) {
                throw new FileSystemException(path.toString(), null, "It is no file: move it away");
            }
            Path file = path.toRealPath();
            requireWritable(new SqliteFileCheck(file));
            return new LockFile(Path.of(file + LOCK_SUFFIX));
        } catch (IOException e) {
            throw new InvalidConfigurationPropertyValueException(property, value, problem(e));
        }
    }

    private static void requireNoDeadLink(Path path) throws IOException {
        if (Files.isSymbolicLink(path) && Files.notExists(path)) {
            throw new FileSystemException(
                    path.toString(),
                    null,
                    "It is a link to " + Files.readSymbolicLink(path)
                            + ", which does not exist: create that, or remove the link");
        }
    }

    private static void requireWritable(SqliteFileCheck real) throws IOException {
        for (Path path : Stream.concat(Stream.of(real.folder()), real.files()).toList()) {
            if (Files.exists(path) && !(Files.isReadable(path) && Files.isWritable(path))) {
                throw new AccessDeniedException(path.toString());
            }
        }
    }

    /** Returns the error with its path, in words for an operator. */
    public static String problem(IOException error) {
        if (error instanceof AccessDeniedException denied) {
            return denied.getFile() + ": The user " + System.getProperty("user.name")
                    + " cannot write it: change its owner or its mode, or name a folder on a writable disk";
        }
        return switch (error) {
            case FileAlreadyExistsException existing -> existing.getFile() + ": It is not a folder";
            case NoSuchFileException missing -> missing.getFile() + ": It does not exist and cannot be created";
            case FileSystemException problem -> String.valueOf(problem.getMessage());
            default -> error.toString();
        };
    }

    /** Returns the database file and the files that SQLite and Parley keep beside it. */
    public Stream<Path> files() {
        return Stream.of("", "-wal", "-shm", "-journal", LOCK_SUFFIX).map(suffix -> Path.of(path + suffix));
    }

    public Path folder() {
        return Objects.requireNonNull(path.toAbsolutePath().getParent(), "The root is no file");
    }

    /** Refuses the start if the file is damaged or is not an SQLite database. */
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

    /** Runs a pragma on a read-only connection, so that a refused file is not changed. */
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
