package dev.parley.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.database.DatabaseExecutor;
import dev.parley.database.TestDatabase;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.sqlite.ProgressHandler;

class DatabaseBackupTest {
    private static final int PAGE = 4_096;

    @TempDir
    Path directory;

    @Test
    void backupContainsAllMessagesAndTheirSearchIndex() throws IOException {
        try (var history = new History(HistoryMode.DURABLE, database())) {
            history.say(1, "green tea");
            history.say(2, "coffee");

            ChatEventStore copied = store(saved(history.backup));

            assertThat(texts(copied)).containsExactly("coffee", "green tea");
            assertThat(copied.search(RoomName.LOBBY, "tea", IdRange.ALL, 10))
                    .extracting(StoredMessage::text)
                    .containsExactly("green tea");
        }
    }

    @Test
    void backupDoesNotContainDeletedMessages() throws IOException {
        try (var history = new History(HistoryMode.DURABLE, database())) {
            history.say(1, "unmistakable");
            var stamp = new Stamp(2, Instant.EPOCH, 0);
            history.store.append(List.of(new ChatEvent.Deleted(stamp, RoomName.LOBBY, 1, "spam")), null);

            byte[] copy = Files.readAllBytes(saved(history.backup));

            assertThat(new String(copy, StandardCharsets.ISO_8859_1))
                    .contains("spam")
                    .doesNotContain("unmistakable");
        }
    }

    @Test
    void backupContainsMessagesThatWereStillPending() throws IOException {
        try (var history = new History(HistoryMode.ASYNC, database())) {
            history.say(1, "just now");

            assertThat(texts(store(saved(history.backup)))).containsExactly("just now");
        }
    }

    @Test
    void messagesSentDuringABackupAreStored() throws IOException {
        List<Boolean> stored = new ArrayList<>();
        var copied = new Copied(database());
        try (var history = new History(HistoryMode.DURABLE, copied)) {
            history.say(1, "before");
            copied.whileCopying = () -> {
                if (stored.isEmpty()) {
                    stored.add(history.say(2, "while it was made"));
                }
            };

            Path copy = saved(history.backup);

            assertThat(stored).containsExactly(true);
            assertThat(texts(store(copy))).contains("before");
            assertThat(texts(history.store)).containsExactly("while it was made", "before");
        }
    }

    @Test
    void finishedBackupLeavesNoTemporaryFile() throws IOException {
        try (var history = new History(HistoryMode.DURABLE, database())) {
            saved(history.backup);

            assertThat(files()).allMatch(name -> name.startsWith("parley.db"));
        }
    }

    @Test
    void failedBackupLeavesNoTemporaryFile() throws IOException {
        try (var history = new History(HistoryMode.DURABLE, database())) {
            history.say(1, "x".repeat(20 * PAGE));
            destroy(directory.resolve("parley.db"));

            assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> history.backup.copy());
            assertThat(files()).allMatch(name -> name.startsWith("parley.db"));
        }
    }

    @Test
    void partialBackupOfAKilledProcessIsRemovedAtTheNextStart() throws IOException {
        Files.writeString(directory.resolve(".parley-backup-1.db"), "half a copy");
        try (var history = new History(HistoryMode.DURABLE, database())) {
            assertThat(history.backup).isNotNull();
            assertThat(files()).allMatch(name -> name.startsWith("parley.db"));
        }
    }

    private DataSource database() {
        return sqlite(directory.resolve("parley.db"));
    }

    private static ChatEventStore store(Path file) {
        DataSource database = sqlite(file);
        return new ChatEventStore(database, database, 2);
    }

    private static DataSource sqlite(Path file) {
        return new DriverManagerDataSource("jdbc:sqlite:" + file + "?journal_mode=WAL&busy_timeout=2000");
    }

    private Path saved(DatabaseBackup backup) throws IOException {
        Path saved = Files.createTempDirectory(directory, "parley.db-saved").resolve("copy.db");
        try (FileChannel copy = backup.copy().orElseThrow()) {
            Files.copy(Channels.newInputStream(copy), saved);
        }
        return saved;
    }

    /** The first pages stay, so that it is a database still. */
    private static void destroy(Path file) throws IOException {
        try (var pages = new RandomAccessFile(file.toFile(), "rw")) {
            long end = pages.length();
            pages.seek(end - 15 * PAGE);
            pages.write(new byte[10 * PAGE]);
        }
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static List<String> texts(ChatEventStore store) {
        return store.newest(RoomName.LOBBY, IdRange.ALL, Integer.MAX_VALUE, true).stream()
                .map(StoredMessage::text)
                .toList();
    }

    /** A history in a database, as the application has it. */
    private static final class History implements AutoCloseable {
        final ChatEventStore store;
        final DatabaseBackup backup;
        private final HistoryLog historyLog;
        private final DatabaseExecutor executor = new DatabaseExecutor();

        History(HistoryMode mode, DataSource database) throws IOException {
            TestDatabase.SQLITE_FILE.migrate(database);
            store = new ChatEventStore(database, database, 2);
            historyLog = HistoryFixture.start(store, mode);
            backup = new DatabaseBackup(database, historyLog, executor);
            backup.load();
        }

        boolean say(long id, String text) {
            var stamp = new Stamp(id, Instant.EPOCH, 0);
            var said = new ChatEvent.Said(stamp, RoomName.LOBBY, new Nick("tina"), text);
            return CompletableFuture.supplyAsync(() -> historyLog.append(List.of(said)))
                    .join();
        }

        @Override
        public void close() {
            executor.close();
            historyLog.close();
        }
    }

    /** Lets something happen in the middle of a copy: on the connections of the thread that makes it. */
    private static final class Copied extends DelegatingDataSource {
        private static final int STEPS = 10;

        Runnable whileCopying = () -> {};

        Copied(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            String thread = Thread.currentThread().getName();
            if (thread.equals("database")) {
                ProgressHandler.setHandler(connection, STEPS, new ProgressHandler() {
                    @Override
                    protected int progress() {
                        whileCopying.run();
                        return 0;
                    }
                });
            }
            return connection;
        }
    }
}
