package dev.parley.history;

import dev.parley.database.DatabaseExecutor;
import dev.parley.database.OwnerOnlyPermissions;
import dev.parley.database.StoredState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Copies the database as it is at one moment, while the service writes to it. The copy is made on a connection of its
 * own, which only reads.
 */
public final class DatabaseBackup implements StoredState {
    private static final String COPY = ".parley-backup-";

    private final JdbcClient jdbc;
    private final HistoryLog historyLog;
    private final DatabaseExecutor database;
    private final JdbcTemplate template;
    private volatile @Nullable Path directory;

    DatabaseBackup(DataSource dataSource, HistoryLog historyLog, DatabaseExecutor database) {
        this.template = new JdbcTemplate(dataSource);
        this.jdbc = JdbcClient.create(template);
        this.historyLog = historyLog;
        this.database = database;
    }

    /** Finds out where copies can be made, and deletes unfinished copies that a killed process left behind. */
    @Override
    public void load() {
        if (template.execute((ConnectionCallback<SearchDialect>) SearchDialect::of) == SearchDialect.SQLITE) {
            Path folder = directory(jdbc);
            removeCopies(folder);
            directory = folder;
        }
    }

    /** Returns whether the database is a file, which can be copied. */
    public boolean isSupported() {
        return directory != null;
    }

    /**
     * Makes a copy. The copy is deleted when the channel is closed.
     *
     * @return empty if the database is not a file; such a database has backup tools of its own
     * @throws org.springframework.dao.DataAccessException if the database cannot be read
     */
    public Optional<FileChannel> copy() throws IOException {
        Path folder = directory;
        if (folder == null) {
            return Optional.empty();
        }
        historyLog.awaitStored();
        Path copy = OwnerOnlyPermissions.createTempFile(folder, COPY, ".db");
        try {
            database.call(() -> jdbc.sql("VACUUM INTO ?").param(copy.toString()).update());
            return Optional.of(FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(copy);
            throw e;
        }
    }

    private static Path directory(JdbcClient jdbc) {
        String file = jdbc.sql("SELECT file FROM pragma_database_list WHERE name = 'main'")
                .query(String.class)
                .single();
        return Objects.requireNonNull(Path.of(file).toAbsolutePath().getParent(), "a file is in a directory");
    }

    private static void removeCopies(Path directory) {
        try (var copies = Files.newDirectoryStream(directory, COPY + "*")) {
            for (Path copy : copies) {
                Files.delete(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
