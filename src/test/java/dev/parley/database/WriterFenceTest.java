package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The triggers that let only the session with the lock write. */
class WriterFenceTest {
    private static final String CHANGE = "UPDATE audit_head SET hash = hash";

    private static final DataSource database =
            new DriverManagerDataSource(TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase()));

    private final AdvisoryLock lock = new AdvisoryLock(database);

    @BeforeAll
    static void createTables() {
        TestDatabase.POSTGRESQL.migrate(database);
    }

    @AfterEach
    void release() {
        lock.release();
    }

    /**
     * A migration that adds a table must add its trigger. Replicas that do not write add themselves and their commands.
     */
    @Test
    void everyTableIsFenced() {
        assertThat(tables("AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid"
                        + " AND tgfoid = 'require_writer'::regproc AND tgenabled = 'O' AND tgtype = 62)"))
                .containsExactlyInAnyOrder("flyway_schema_history", "command_inbox", "replica");
        assertThat(tables("")).hasSizeGreaterThan(10);
    }

    /** The type of a trigger before INSERT (4), DELETE (8), UPDATE (16) and TRUNCATE (32), per statement: 2 more. */
    private static List<String> tables(String condition) {
        return JdbcClient.create(database)
                .sql("SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
                        + " AND relnamespace = current_schema()::regnamespace " + condition)
                .query(String.class)
                .list();
    }

    @Test
    void onlyTheSessionWithTheLockMayWrite() throws Exception {
        lock.tryLock();
        execute(lock.session().orElseThrow(), CHANGE);
        try (Connection other = database.getConnection()) {
            assertThatThrownBy(() -> execute(other, CHANGE))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
            execute(other, "SET parley.fence = 'off'");
            execute(other, CHANGE);
        }
    }

    @Test
    void changeByHandIsAllowedWhileNoProcessHasTheLock() throws Exception {
        try (Connection other = database.getConnection()) {
            execute(other, CHANGE);
            assertThat(lock.tryLock()).isEmpty();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
