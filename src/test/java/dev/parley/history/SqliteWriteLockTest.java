package dev.parley.history;

import static dev.parley.history.SampleEvents.DEV;
import static dev.parley.history.SampleEvents.deleted;
import static dev.parley.history.SampleEvents.said;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.TestDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** SQLite refuses at once whoever has read before it writes, when somebody else has written in between. */
class SqliteWriteLockTest {
    @TempDir
    Path folder;

    private final List<String> firsts = new ArrayList<>();

    @Test
    void eachTransactionBeginsWithAWrite() {
        try (HikariDataSource pool = TestDatabase.SQLITE_FILE.open(folder)) {
            var database = watched(pool);
            var store = new ChatEventStore(database, database, 2);
            store.append(said(DEV, 1, 700), null);
            store.openGap(701);
            store.append(List.of(deleted(703, DEV, 2)), 702L);
            store.search(DEV, "3", IdRange.ALL, 10);
            store.pruner().olderThan(10, 5);
            store.pruner().beyondNewest("#dev", true, 100, 50);
        }
        // The statement that inserts events is prepared on the driver's connection, which this does not see.
        assertThat(firsts)
                .hasSizeGreaterThan(4)
                .noneMatch(sql -> sql.strip().toUpperCase().startsWith("SELECT"));
    }

    private DelegatingDataSource watched(HikariDataSource pool) {
        return new DelegatingDataSource(pool) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                return (Connection) Proxy.newProxyInstance(
                        Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, new Watcher(connection));
            }
        };
    }

    private final class Watcher implements InvocationHandler {
        private final Connection connection;
        private boolean begun;

        Watcher(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("setAutoCommit")) {
                begun = !(Boolean) arguments[0];
            } else if (method.getName().equals("prepareStatement") && begun) {
                firsts.add((String) arguments[0]);
                begun = false;
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
