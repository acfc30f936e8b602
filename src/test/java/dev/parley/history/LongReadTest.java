package dev.parley.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.DatabaseExecutor;
import dev.parley.database.TestDatabase;
import dev.parley.protocol.RoomName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What takes SQLite long is done by threads that carry nobody else. */
class LongReadTest {
    @TempDir
    Path directory;

    private final ConcurrentLinkedQueue<Boolean> carried = new ConcurrentLinkedQueue<>();
    private final DatabaseExecutor executor = new DatabaseExecutor();
    private DelegatingDataSource database;
    private HistoryLog historyLog;

    @BeforeEach
    void anEmptyHistory() {
        database =
                new DelegatingDataSource(new DriverManagerDataSource("jdbc:sqlite:" + directory.resolve("test.db"))) {
                    @Override
                    public Connection getConnection() throws SQLException {
                        carried.add(Thread.currentThread().isVirtual());
                        return super.getConnection();
                    }
                };
        TestDatabase.SQLITE_FILE.migrate(database);
        historyLog = HistoryFixture.start(new ChatEventStore(database, database, 2), HistoryMode.DURABLE);
        carried.clear();
    }

    @AfterEach
    void close() {
        executor.close();
    }

    @Test
    void searchDoesNotRunOnVirtualThreads() throws Exception {
        var archive = new MessageArchive(new ChatEventStore(database, database, 2), historyLog, executor);

        requested(() -> archive.search(RoomName.LOBBY, "tea", IdRange.ALL, 10));
    }

    @Test
    void backupDoesNotRunOnVirtualThreads() throws Exception {
        var backup = new DatabaseBackup(database, historyLog, executor);
        backup.load();

        requested(() -> {
            try (var copy = backup.copy().orElseThrow()) {
                return copy.size();
            }
        });
    }

    private void requested(Callable<?> call) throws Exception {
        carried.clear();
        var request = new FutureTask<>(call);
        Thread.startVirtualThread(request);
        request.get();
        assertThat(carried).isNotEmpty().doesNotContain(true);
    }
}
