package dev.parley.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL advisory lock for one schema. It is held by a session of its own, and lost when that session ends. A
 * pooler between Parley and PostgreSQL breaks the lock if it changes the session between two transactions.
 */
public final class AdvisoryLock implements ExclusiveLock {
    private static final Logger log = LoggerFactory.getLogger(AdvisoryLock.class);

    /** First half of the lock's key: "PARL" in ASCII. The second half is a hash of the schema's name. */
    private static final int KEY = 0x5041524C;

    private static final int NETWORK_TIMEOUT_MILLIS = 3_000;
    private static final int TERMINATION_MILLIS = 1_000;

    /**
     * Settings of the session. If this machine disappears, the server closes the session after 15 s instead of two
     * hours.
     */
    private static final String SESSION = """
            SELECT set_config('application_name', ?, false), set_config('idle_session_timeout', '0', false),
                set_config('tcp_keepalives_idle', '5', false), set_config('tcp_keepalives_interval', '5', false),
                set_config('tcp_keepalives_count', '2', false), set_config('tcp_user_timeout', '15000', false),
                pg_backend_pid(), coalesce(current_schema(), current_setting('search_path'))""";

    private static final String LOCKS = """
            FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = ?::int4::oid
                AND objid = ?::int4::oid
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""";

    private static final String IS_HELD = "SELECT count(*) " + LOCKS + " AND pid = pg_backend_pid()";
    private static final String HOLDER =
            "SELECT pid, coalesce((SELECT application_name FROM pg_stat_activity AS session"
                    + " WHERE session.pid = pg_locks.pid), '') AS name " + LOCKS;

    private final DataSource server;
    private @Nullable Session session;

    /** Session that had the lock last. The server may not have noticed yet that it ended. */
    private @Nullable Session previous;

    /** Session of the server that has the lock, or had it until it was lost. */
    private record Session(Connection connection, int pid, int schema) {}

    AdvisoryLock(DataSource server) {
        this.server = server;
    }

    @Override
    public boolean isHeld() throws SQLException {
        return session != null && query(session, IS_HELD, row -> row.getInt(1)).orElse(0) == 1;
    }

    @Override
    public Optional<String> tryLock() throws SQLException {
        release();
        Session next = open();
        try {
            Optional<String> other = tryLock(next, previous);
            if (other.isEmpty()) {
                session = next;
                return Optional.empty();
            }
            next.connection().close();
            return other;
        } catch (SQLException e) {
            next.connection().close();
            throw e;
        }
    }

    private static Optional<String> tryLock(Session session, @Nullable Session previous) throws SQLException {
        if (isLocked(session)) {
            return Optional.empty();
        }
        Optional<Holder> holder = query(session, HOLDER, row -> new Holder(row.getInt("pid"), row.getString("name")));
        if (previous != null && holder.filter(other -> other.isSelf(previous)).isPresent()) {
            // The server has not yet noticed that the previous connection was cut.
            try (var statement = session.connection().prepareStatement("SELECT pg_terminate_backend(?, ?)")) {
                statement.setInt(1, previous.pid());
                statement.setInt(2, TERMINATION_MILLIS);
                statement.execute();
            }
            return tryLock(session, null);
        }
        return Optional.of(holder.map(Holder::toString).orElse("another process"));
    }

    /** Session that has the lock. */
    private record Holder(int pid, String name) {
        /**
         * Whether the holder is an earlier session of this process. The pid alone does not show it, because the server
         * may reuse pids after a restart.
         */
        boolean isSelf(Session previous) {
            return pid == previous.pid() && name.equals(applicationName());
        }

        @Override
        public String toString() {
            return name.isEmpty() ? "the PostgreSQL session with pid " + pid : name;
        }
    }

    private static boolean isLocked(Session session) throws SQLException {
        return query(session, "SELECT pg_try_advisory_lock(?, ?)", row -> row.getBoolean(1))
                .orElse(false);
    }

    private Session open() throws SQLException {
        Connection connection = server.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
            try (var statement = connection.prepareStatement(SESSION)) {
                statement.setString(1, applicationName());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return new Session(
                            connection, row.getInt(7), row.getString(8).hashCode());
                }
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Returns the name as PostgreSQL shows it: "?" replaces each character that is not ASCII, and the name is cut at 63
     * characters.
     */
    private static String applicationName() {
        String name = ProcessName.SELF.replaceAll("[^ -~]", "?");
        return name.substring(0, Math.min(name.length(), 63));
    }

    private interface Column<T> {
        T of(ResultSet row) throws SQLException;
    }

    private static <T> Optional<T> query(Session session, String sql, Column<T> column) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            statement.setInt(1, KEY);
            statement.setInt(2, session.schema());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(column.of(row)) : Optional.empty();
            }
        }
    }

    @Override
    public void release() {
        if (session != null) {
            try {
                session.connection().close();
            } catch (SQLException e) {
                log.debug("Could not close the session with the lock", e);
            }
            previous = session;
            session = null;
        }
    }
}
