package dev.parley.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * Connections for all writes. On PostgreSQL this is the one connection whose session holds the {@link InstanceLock},
 * given to one thread at a time: when the session ends, the lock is free and nothing more can be written. On SQLite,
 * which has one write lock, these are connections of the pool. Gives out none while this process is not the writer. Reads
 * use the pool, unless they belong to a transaction that writes.
 */
public final class WriterDataSource extends AbstractDataSource {
    private static final Logger log = LoggerFactory.getLogger(WriterDataSource.class);

    /** Longest wait for another thread's write; after that, the database counts as unavailable. */
    private static final int TURN_TIMEOUT_MILLIS = 1_900;

    /** Time after the last heartbeat in which others may write, so that the session of a chat that hangs ends. */
    private static final long HEARTBEAT_TIMEOUT_NANOS = 3_000_000_000L;

    private final DataSource pool;
    private final InstanceLock instanceLock;
    private volatile boolean isBeating;
    private volatile long lastHeartbeat;

    public WriterDataSource(DataSource pool, InstanceLock instanceLock) {
        this.pool = pool;
        this.instanceLock = instanceLock;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (!isHeld()) {
            throw new SQLTransientConnectionException("this process does not hold the lock on the database");
        }
        return isServer() ? sessionInTurn() : pool.getConnection();
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    /**
     * Keeps the session that has the lock. To be called at least every second by the thread that must be alive; without
     * these calls, other threads get no connections.
     */
    public void heartbeat() {
        if (isServer()) {
            lastHeartbeat = System.nanoTime();
            isBeating = true;
            try (Connection connection = getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(AdvisoryLock.HEARTBEAT);
            } catch (SQLException e) {
                throw new DataAccessResourceFailureException(String.valueOf(e.getMessage()), e);
            }
        }
    }

    /** Whether the database is a server, and not a file. */
    boolean isServer() {
        return instanceLock.belongsToSession();
    }

    boolean isHeld() {
        return instanceLock.isHeld();
    }

    private Connection sessionInTurn() throws SQLException {
        if (isBeating && System.nanoTime() - lastHeartbeat > HEARTBEAT_TIMEOUT_NANOS) {
            throw new SQLTransientConnectionException("the chat does not respond");
        }
        takeTurn();
        Connection session = instanceLock.session();
        if (session == null) {
            instanceLock.turn().unlock();
            throw new SQLTransientConnectionException("the session with the lock has ended");
        }
        return (Connection) Proxy.newProxyInstance(
                WriterDataSource.class.getClassLoader(), new Class<?>[] {Connection.class}, new Turn(session));
    }

    private void takeTurn() throws SQLException {
        try {
            if (!instanceLock.turn().tryLock(TURN_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException("another write takes too long");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", e);
        }
    }

    /** Session as the connection of one thread. Its close ends the thread's turn, and not the session. */
    private final class Turn implements InvocationHandler {
        private final Connection session;
        private boolean isClosed;

        Turn(Connection session) {
            this.session = session;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "close" -> {
                    close();
                    yield null;
                }
                case "isClosed" -> isClosed || session.isClosed();
                case "unwrap" -> session;
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> arguments != null && proxy == arguments[0];
                default -> onSession(method, arguments);
            };
        }

        private @Nullable Object onSession(Method method, Object @Nullable [] arguments) throws Throwable {
            if (isClosed) {
                throw new SQLException("the connection is closed");
            }
            try {
                return method.invoke(session, arguments);
            } catch (InvocationTargetException e) {
                if (session.isClosed()) {
                    noteEnd(e.getCause());
                    if (method.getName().equals("rollback")) {
                        return null; // The server rolled back when the session ended.
                    }
                }
                throw e.getCause();
            }
        }

        private void noteEnd(@Nullable Throwable cause) {
            instanceLock.sessionEnded(cause instanceof SQLException error ? error.getSQLState() : null);
        }

        private void close() {
            if (!isClosed) {
                isClosed = true;
                try {
                    reset();
                } finally {
                    instanceLock.turn().unlock();
                }
            }
        }

        /** Leaves no transaction to the next thread. */
        private void reset() {
            try {
                if (!session.isClosed() && !session.getAutoCommit()) {
                    session.rollback();
                    session.setAutoCommit(true);
                }
            } catch (SQLException e) {
                log.debug("Ending the session with the lock", e);
                abort();
            }
        }

        private void abort() {
            try {
                session.abort(Runnable::run);
            } catch (SQLException e) {
                log.debug("Could not end the session with the lock", e);
            }
        }
    }
}
