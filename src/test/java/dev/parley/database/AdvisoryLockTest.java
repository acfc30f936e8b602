package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class AdvisoryLockTest {
    private static final String DATABASE = TestPostgres.newDatabase();
    private static final int PATIENCE_SECONDS = 30;

    private final AdvisoryLock first = new AdvisoryLock(server(""));
    private final AdvisoryLock second = new AdvisoryLock(server(""));

    @AfterEach
    void release() {
        first.release();
        second.release();
    }

    private static DataSource server(String parameters) {
        return new DriverManagerDataSource(TestPostgres.url(TestPostgres.port(), DATABASE) + parameters);
    }

    @Test
    void secondLockIsRefusedWithTheNameOfTheFirst() throws Exception {
        assertThat(first.tryLock()).isEmpty();
        assertThat(first.isHeld()).isTrue();
        assertThat(second.tryLock())
                .hasValueSatisfying(name ->
                        assertThat(name).contains(" " + ProcessHandle.current().pid() + " "));
        assertThat(second.isHeld()).isFalse();
        first.release();
        assertThat(second.tryLock()).isEmpty();
    }

    @Test
    void eachSchemaAndDatabaseHasItsOwnLock() throws Exception {
        JdbcClient.create(server("")).sql("CREATE SCHEMA IF NOT EXISTS other").update();
        assertThat(first.tryLock()).isEmpty();
        var inOtherSchema = new AdvisoryLock(server("&currentSchema=other"));
        assertThat(inOtherSchema.tryLock()).isEmpty();
        inOtherSchema.release();
        var inOtherDatabase = new AdvisoryLock(
                new DriverManagerDataSource(TestPostgres.url(TestPostgres.port(), TestPostgres.newDatabase())));
        assertThat(inOtherDatabase.tryLock()).isEmpty();
        inOtherDatabase.release();
    }

    @Test
    void lockIsLostWithItsSessionAndCanBeRegained() throws Exception {
        first.tryLock();
        terminateHolder();
        assertThatThrownBy(() -> first.session().orElseThrow().createStatement().execute("SELECT 1"))
                .isInstanceOf(SQLException.class);
        assertThat(first.isHeld()).isFalse();
        assertThat(first.tryLock()).isEmpty();
        assertThat(first.isHeld()).isTrue();
    }

    @Test
    void lockIsLostToTheInstanceThatTakesItFirst() throws Exception {
        first.tryLock();
        terminateHolder();
        assertThat(second.tryLock()).isEmpty();
        assertThat(first.tryLock()).isPresent();
    }

    @Test
    void waitingProcessIsWokenByTheRelease() throws Exception {
        first.tryLock();
        assertThat(second.tryLock()).isPresent();
        var waiting = CompletableFuture.runAsync(() -> awaitRelease(second));
        first.release();
        waiting.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(second.tryLock()).isEmpty();
    }

    private static void awaitRelease(AdvisoryLock lock) {
        try {
            lock.awaitRelease(Duration.ofHours(1));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void writerSeesWhetherAnotherProcessWaits() throws Exception {
        first.tryLock();
        assertThat(first.isAwaited()).isFalse();
        second.tryLock();
        assertThat(first.isAwaited()).isTrue();
        first.release();
        second.tryLock();
        assertThat(second.isAwaited()).isFalse();
    }

    @Test
    void lockOfAnotherApplicationIsForeign() throws Exception {
        first.tryLock();
        assertThat(second.foreignOwner()).isEmpty();
        try (var statement = first.session().orElseThrow().createStatement()) {
            for (String name : List.of("psql", "Parley with pid 1 in schema other on here")) {
                statement.execute("SET application_name = '" + name + "'");
                assertThat(second.foreignOwner()).contains(name);
            }
        }
    }

    /** The server keeps the session for some seconds, and this process must not take it for another one. */
    @Test
    void ownSessionThatWasCutOffIsNotAnotherProcess() throws Exception {
        var server = new CutOff(server(""));
        var cutOff = new AdvisoryLock(server);
        cutOff.tryLock();
        server.isCut = true;
        assertThatThrownBy(cutOff::tryLock).hasMessage("simulated");
        server.isCut = false;
        assertThatThrownBy(cutOff::tryLock).hasMessageContaining("earlier session");
        terminateHolder();
        assertThat(cutOff.tryLock()).isEmpty();
        cutOff.release();
    }

    /** A process that is frozen must not keep the lock, at no time after it took the lock. */
    @Test
    void idleTimeOfTheSessionIsLimitedAtOnceAndMoreByTheFirstHeartbeat() throws Exception {
        first.tryLock();
        assertThat(idleTimeouts()).containsExactly("10s", "10s");
        try (var statement = first.session().orElseThrow().createStatement()) {
            statement.execute(AdvisoryLock.HEARTBEAT);
        }
        assertThat(idleTimeouts()).containsExactly("3s", "3s");
    }

    private List<String> idleTimeouts() throws SQLException {
        return JdbcClient.create(new SingleConnectionDataSource(first.session().orElseThrow(), true))
                .sql("SELECT setting::int / 1000 || 's' FROM pg_settings"
                        + " WHERE name IN ('idle_session_timeout', 'idle_in_transaction_session_timeout')")
                .query(String.class)
                .list();
    }

    private static void terminateHolder() {
        JdbcClient.create(server(""))
                .sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .query(Boolean.class)
                .list();
    }

    /** A server that cannot be reached for a while, and does not notice that connections end. */
    private static final class CutOff extends DelegatingDataSource {
        private boolean isCut;

        CutOff(DataSource server) {
            super(server);
        }

        @Override
        public Connection getConnection() throws SQLException {
            requireReachable();
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (isCut && method.getName().equals("close")) {
                            return null;
                        }
                        requireReachable();
                        return method.invoke(connection, arguments);
                    });
        }

        private void requireReachable() throws SQLException {
            if (isCut) {
                throw new SQLException("simulated");
            }
        }
    }
}
