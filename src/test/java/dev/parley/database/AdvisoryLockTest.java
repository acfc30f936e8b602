package dev.parley.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class AdvisoryLockTest {
    private static final String DATABASE = TestPostgres.newDatabase();

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
        assertThatThrownBy(first::isHeld).isInstanceOf(SQLException.class);
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

    /** The server does not notice that a connection is cut off, and keeps its session. */
    @Test
    void ownSessionThatWasCutOffIsNotAnotherInstance() throws Exception {
        var cutOff = new AdvisoryLock(new NeverClosed(server("")));
        cutOff.tryLock();
        assertThat(cutOff.tryLock()).isEmpty();
        assertThat(cutOff.isHeld()).isTrue();
        terminateHolder();
    }

    @Test
    void ownSessionIsRecognizedAfterTheServerWasUnreachable() throws Exception {
        var server = new NeverClosed(server(""));
        var cutOff = new AdvisoryLock(server);
        cutOff.tryLock();
        server.unreachable = true;
        assertThatThrownBy(cutOff::tryLock).isInstanceOf(SQLException.class);
        server.unreachable = false;
        assertThat(cutOff.tryLock()).isEmpty();
        assertThat(cutOff.isHeld()).isTrue();
        terminateHolder();
    }

    private static void terminateHolder() {
        JdbcClient.create(server(""))
                .sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())")
                .query(Boolean.class)
                .list();
    }

    private static final class NeverClosed extends DelegatingDataSource {
        private boolean unreachable;

        NeverClosed(DataSource server) {
            super(server);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (unreachable) {
                throw new SQLException("simulated");
            }
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) ->
                            method.getName().equals("close") ? null : method.invoke(connection, arguments));
        }
    }
}
