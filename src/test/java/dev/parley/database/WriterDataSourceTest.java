package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class WriterDataSourceTest {
    private static final String ADMIN_SHUTDOWN = "57P01";

    private static final DataSource database =
            new DriverManagerDataSource(TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase()));

    private final AdvisoryLock lock = new AdvisoryLock(database);
    private final InstanceLock instance = new InstanceLock(lock, () -> {});
    private final WriterDataSource writer = new WriterDataSource(database, instance);
    private final JdbcClient jdbc = JdbcClient.create(writer);

    @BeforeEach
    void acquire() throws Exception {
        instance.acquire();
    }

    @AfterEach
    void release() {
        instance.close();
    }

    /** The start may take longer than the server keeps an idle session. */
    @Test
    void sessionIsKeptUntilTheServiceHasStarted() throws Exception {
        int pid = jdbc.sql("SELECT pg_backend_pid()").query(Integer.class).single();
        OffsetDateTime before = lastStatement(pid);
        instance.check();
        assertThat(lastStatement(pid)).isAfter(before);
        instance.started((session, why) -> true);
        OffsetDateTime started = lastStatement(pid);
        instance.check();
        assertThat(lastStatement(pid)).isEqualTo(started);
    }

    private static OffsetDateTime lastStatement(int pid) {
        return JdbcClient.create(database)
                .sql("SELECT query_start FROM pg_stat_activity WHERE pid = ?")
                .param(pid)
                .query(OffsetDateTime.class)
                .single();
    }

    /** Otherwise Spring logs the failed rollback with a stack trace, and hides the reason. */
    @Test
    void endOfTheSessionInATransactionIsReportedAsSuch() throws Exception {
        var transaction = new TransactionTemplate(new JdbcTransactionManager(writer));
        int pid = jdbc.sql("SELECT pg_backend_pid()").query(Integer.class).single();
        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    JdbcClient.create(database)
                            .sql("SELECT pg_terminate_backend(?, 5000)")
                            .param(pid)
                            .query(Boolean.class)
                            .single();
                    jdbc.sql("SELECT 1").query(Integer.class).single();
                }))
                .extracting(NestedExceptionUtils::getMostSpecificCause)
                .isInstanceOfSatisfying(
                        PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(ADMIN_SHUTDOWN));
    }
}
