package dev.parley.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Whoever reads before it writes is not refused because somebody else wrote. */
class WriterTurnTest {
    @TempDir
    Path folder;

    @Test
    void whoReadBeforeItWritesWritesWhenItsTurnHasCome() throws Exception {
        try (HikariDataSource dataSource = Database.SQLITE_FILE.open(folder)) {
            var jdbc = JdbcClient.create(dataSource);
            var transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
            Thread other = transactions.execute(status -> {
                long before = jdbc.sql("SELECT COUNT(*) FROM pruned")
                        .query(Long.class)
                        .single();
                var writer = Thread.ofVirtual().unstarted(() -> add(JdbcClient.create(dataSource), "#other"));
                writer.start();
                awaitBlockedOrDone(writer);
                add(jdbc, "#mine" + before);
                return writer;
            });
            other.join();
            assertThat(jdbc.sql("SELECT room FROM pruned ORDER BY room")
                            .query(String.class)
                            .list())
                    .containsExactly("#mine0", "#other");
        }
    }

    /** Without its own turn the other would have written by now. */
    private static void awaitBlockedOrDone(Thread writer) {
        try {
            writer.join(Duration.ofMillis(300));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(JdbcClient jdbc, String room) {
        jdbc.sql("INSERT INTO pruned (room, to_id) VALUES (?, 1)").param(room).update();
    }
}
