package dev.parley.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Connections for all writes. On PostgreSQL this is the one connection whose session holds the {@link InstanceLock},
 * given to one thread at a time: when the session ends, the lock is free and nothing more can be written. On SQLite,
 * which has one write lock, these are connections of the pool. Gives out none while this process is not the writer.
 */
public final class WriterDataSource extends AbstractDataSource {
    /** Longest wait for another thread's write; after that, the database counts as unavailable. */
    private static final int TURN_SECONDS = 3;

    private final DataSource pool;
    private final InstanceLock instanceLock;

    /** Held by the thread that has the connection. Fair, because the chat writes often. */
    private final ReentrantLock turn = new ReentrantLock(true);

    public WriterDataSource(DataSource pool, InstanceLock instanceLock) {
        this.pool = pool;
        this.instanceLock = instanceLock;
    }

    @Override
    public Connection getConnection() throws SQLException {
        requireLock();
        return isServer() ? sessionInTurn() : pool.getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    /** Keeps the session that has the lock. To be called at least every second by the thread that must be alive. */
    public void heartbeat() {
        if (isServer()) {
            try (Connection connection = getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(AdvisoryLock.HEARTBEAT);
            } catch (SQLException e) {
                throw new DataAccessResourceFailureException("the session with the lock has ended", e);
            }
        }
    }

    /** Whether the database is a server, and not a file. */
    boolean isServer() {
        return instanceLock.session().isPresent();
    }

    boolean isHeld() {
        return instanceLock.isHeld();
    }

    private void requireLock() throws SQLTransientConnectionException {
        if (!isHeld()) {
            throw new SQLTransientConnectionException("this process does not hold the lock on the database");
        }
    }

    private Connection sessionInTurn() throws SQLException {
        takeTurn();
        try {
            requireLock();
            Optional<Connection> session = instanceLock.session();
            if (session.isPresent()) {
                return untilClosed(session.get());
            }
            throw new SQLTransientConnectionException("the session with the lock has ended");
        } catch (SQLException | RuntimeException e) {
            turn.unlock();
            throw e;
        }
    }

    private void takeTurn() throws SQLException {
        try {
            if (!turn.tryLock(TURN_SECONDS, TimeUnit.SECONDS)) {
                throw new SQLTransientConnectionException("another write takes too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", e);
        }
    }

    /** Returns the session as a connection of this thread, whose close ends the thread's turn, not the session. */
    private Connection untilClosed(Connection session) {
        return (Connection) Proxy.newProxyInstance(
                WriterDataSource.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "close" -> {
                        if (turn.isHeldByCurrentThread()) {
                            turn.unlock();
                        }
                        yield null;
                    }
                    case "unwrap" -> session;
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> {
                        try {
                            yield method.invoke(session, arguments);
                        } catch (InvocationTargetException e) {
                            if (method.getName().equals("rollback") && session.isClosed()) {
                                yield null; // The server rolled back when the session ended.
                            }
                            throw e.getCause();
                        }
                    }
                });
    }
}
