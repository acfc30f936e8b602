package dev.parley.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL advisory lock for one schema. It belongs to a session and is lost when the session ends; the server ends
 * the session when it is idle for 10 s, and from the first heartbeat on for 3 s. A process that waits keeps its session
 * and tries again, because a statement that waits inside the server would keep VACUUM from removing rows.
 */
final class AdvisoryLock implements ExclusiveLock {
    private static final Logger log = LoggerFactory.getLogger(AdvisoryLock.class);

    /** First half of the lock's key: "PARL" in ASCII. The second half is a hash of the schema's name. */
    private static final int KEY = 0x5041524C;

    /** First half of the key of the lock that one of the waiting processes holds. */
    private static final int WAITING_KEY = KEY + 1;

    /** Channel of the notification that the lock was released. */
    private static final String CHANNEL = "parley_released";

    private static final Pattern PID = Pattern.compile("^Parley with pid \\d+");

    /**
     * Time after which a statement on a connection that was cut fails. It is longer than a stall of the server that
     * must not change the writer.
     */
    private static final int NETWORK_TIMEOUT_MILLIS = 10_000;

    private static final int CLOSE_TIMEOUT_MILLIS = 1_000;

    /**
     * Settings of the session. The server ends it when it is idle for 10 s, so that a process that is frozen after it
     * took the lock, and before its first heartbeat, does not keep the lock. If the machine disappears while it waits
     * for the lock, the server closes the session after 15 s. A setting that lets a commit return before it is on the
     * disk is overridden, because events are sent after their commit.
     */
    private static final String SETTINGS = """
            SELECT set_config('idle_session_timeout', '10s', false),
                set_config('idle_in_transaction_session_timeout', '10s', false),
                set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false),
                set_config('default_transaction_isolation', 'read committed', false),
                set_config('default_transaction_read_only', 'off', false),
                set_config('tcp_keepalives_idle', '5', false), set_config('tcp_keepalives_interval', '5', false),
                set_config('tcp_keepalives_count', '2', false), set_config('tcp_user_timeout', '15000', false),
                set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') IN ('off', 'local')
                    THEN 'on' ELSE current_setting('synchronous_commit') END, false),
                pg_backend_pid() AS pid, coalesce(current_schema(),
                    trim('"' FROM split_part(current_setting('search_path'), ',', 1))) AS schema""";

    /** Statement that keeps the session, which the server ends 3 s after the last statement from now on. */
    static final String HEARTBEAT = """
            SELECT set_config('idle_session_timeout', '3s', false),
                set_config('idle_in_transaction_session_timeout', '3s', false)""";

    private static final String OWNER = """
            SELECT pid, coalesce((SELECT application_name FROM pg_stat_activity AS session
                WHERE session.pid = pg_locks.pid), '') AS name
            FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2
                AND classid = ?::int4::oid AND objid = hashtext(?)::oid
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())""";

    /** Time after which an answer of the server shows that the server stalled. */
    private static final long STALL_NANOS = 1_000_000_000;

    /** Time that the writer has to regain a lock that it lost in a stall or a failure of the server. */
    private static final long REGAIN_NANOS = 1_500_000_000;

    private final DataSource server;
    private volatile @Nullable Session session;
    private boolean isLocked;

    /** Whether there was a session before. */
    private boolean wasOpen;

    private boolean isMarkedAsWaiting;

    /** Backend of the session that had the lock last. The server may not have noticed yet that it ended. */
    private int previousPid;

    /** Time until which a process that never had the lock leaves it to the writer. */
    private long nextTry = System.nanoTime();

    /** Session of the server that has the lock, or waits for it. */
    private record Session(Connection connection, int pid, String schema) {}

    AdvisoryLock(DataSource server) {
        this.server = server;
    }

    @Override
    public boolean isHeld() throws SQLException {
        Session current = session;
        return isLocked && current != null && !current.connection().isClosed();
    }

    @Override
    public Optional<String> tryLock() throws SQLException {
        if (isLocked) {
            abort();
        }
        try {
            return tryLock(open());
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    private Optional<String> tryLock(Session current) throws SQLException {
        long begin = System.nanoTime();
        if (begin - nextTry < 0) {
            return Optional.of("the previous process");
        }
        boolean isTaken = tryLock(current, KEY);
        if (previousPid == 0 && System.nanoTime() - begin > STALL_NANOS) {
            return leaveToWriter(current);
        }
        if (isTaken) {
            isLocked = true;
            unmarkAsWaiting(current);
            if (previousPid != 0) {
                execute(current, HEARTBEAT);
            }
            return Optional.empty();
        }
        isMarkedAsWaiting = isMarkedAsWaiting || tryLock(current, WAITING_KEY);
        Optional<Owner> owner = owner(current, KEY);
        if (owner.filter(other -> other.isEarlierSession(previousPid, current.schema()))
                .isPresent()) {
            // The server ends this process's own earlier session within 3 s.
            throw new SQLException("the earlier session of this process has not ended yet");
        }
        return Optional.of(owner.map(Owner::toString).orElse("another process"));
    }

    /**
     * Releases the lock for a while. A server that stalled ends the writer's session, because no heartbeat arrived, but
     * the writer is alive and its clients are connected.
     */
    private Optional<String> leaveToWriter(Session current) throws SQLException {
        query(current, "SELECT pg_advisory_unlock(?, hashtext(?))", KEY, row -> row.getBoolean(1));
        nextTry = System.nanoTime() + REGAIN_NANOS;
        return tryLock(current);
    }

    /** Session that has a lock. */
    private record Owner(int pid, String name) {
        /**
         * Whether this is an earlier session of this process. The pid alone does not show it, because the server may
         * reuse pids after a restart.
         */
        boolean isEarlierSession(int previousPid, String schema) {
            return pid == previousPid && name.equals(applicationName(schema));
        }

        @Override
        public String toString() {
            return name.isEmpty() ? "the PostgreSQL session with pid " + pid : name;
        }
    }

    private void unmarkAsWaiting(Session current) throws SQLException {
        execute(current, "UNLISTEN *");
        if (isMarkedAsWaiting) {
            query(current, "SELECT pg_advisory_unlock(?, hashtext(?))", WAITING_KEY, row -> row.getBoolean(1));
            isMarkedAsWaiting = false;
        }
    }

    private static void execute(Session session, String sql) throws SQLException {
        try (Statement statement = session.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean tryLock(Session session, int key) throws SQLException {
        return query(session, "SELECT pg_try_advisory_lock(?, hashtext(?))", key, row -> row.getBoolean(1))
                .orElse(false);
    }

    private static Optional<Owner> owner(Session session, int key) throws SQLException {
        return query(session, OWNER, key, row -> new Owner(row.getInt("pid"), row.getString("name")));
    }

    @Override
    public void awaitRelease(Duration longest) throws SQLException {
        Session current = open();
        try {
            current.connection().unwrap(PGConnection.class).getNotifications((int) longest.toMillis());
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    @Override
    public boolean isAwaited() {
        Session current = session;
        if (current == null) {
            return false;
        }
        try (Connection connection = server.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, CLOSE_TIMEOUT_MILLIS);
            return owner(new Session(connection, 0, current.schema()), WAITING_KEY)
                    .isPresent();
        } catch (SQLException e) {
            log.debug("It is unknown whether another process waits for the database", e);
            return false;
        }
    }

    /** Returns the owner of the lock if it is not Parley, or Parley in another schema; empty otherwise. */
    Optional<String> foreignOwner() throws SQLException {
        try (Connection connection = server.getConnection()) {
            Session asking = opened(connection);
            return owner(asking, KEY).map(Owner::name).filter(name -> !isParleyIn(asking.schema(), name));
        }
    }

    @Override
    public Optional<Connection> session() {
        return Optional.ofNullable(session).map(Session::connection);
    }

    /** Returns the session, which is opened first if there is none. A new session waits for the notification. */
    private Session open() throws SQLException {
        Session current = session;
        if (current != null) {
            return current;
        }
        Connection connection = server.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
            Session opened = opened(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + CHANNEL);
            }
            isMarkedAsWaiting = false;
            session = opened;
            if (wasOpen && previousPid == 0) {
                // The server may have lost all its sessions, that of the writer too.
                nextTry = System.nanoTime() + REGAIN_NANOS;
            }
            wasOpen = true;
            return opened;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static Session opened(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SETTINGS);
                ResultSet row = statement.executeQuery()) {
            row.next();
            var opened = new Session(connection, row.getInt("pid"), row.getString("schema"));
            name(opened);
            return opened;
        }
    }

    private static void name(Session session) throws SQLException {
        try (PreparedStatement statement =
                session.connection().prepareStatement("SELECT set_config('application_name', ?, false)")) {
            statement.setString(1, applicationName(session.schema()));
            statement.execute();
        }
    }

    /**
     * Returns the name of a session as PostgreSQL shows it: "?" replaces each character that is not ASCII, and the name
     * is cut at 63 characters. It contains the schema, unless it is the usual one.
     */
    private static String applicationName(String schema) {
        String name = ProcessName.SELF.replaceFirst(" on ", Matcher.quoteReplacement(schemaAndHost(schema)));
        return name.replaceAll("[^ -~]", "?").substring(0, Math.min(name.length(), 63));
    }

    private static String schemaAndHost(String schema) {
        return schema.equals("public") ? " on " : " in schema " + schema + " on ";
    }

    private static boolean isParleyIn(String schema, String name) {
        String expected = schemaAndHost(schema).replaceAll("[^ -~]", "?");
        String afterPid = PID.matcher(name).replaceFirst("");
        return !afterPid.equals(name)
                && afterPid.startsWith(expected.substring(0, Math.min(expected.length(), afterPid.length())));
    }

    private interface Column<T> {
        T of(ResultSet row) throws SQLException;
    }

    private static <T> Optional<T> query(Session session, String sql, int key, Column<T> column) throws SQLException {
        try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
            statement.setInt(1, key);
            statement.setString(2, session.schema());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(column.of(row)) : Optional.empty();
            }
        }
    }

    @Override
    public void release() {
        Session current = session;
        if (isLocked && current != null) {
            notifyWaiting(current.connection());
        }
        abort();
    }

    @Override
    public void abort() {
        Session current = session;
        if (isLocked && current != null) {
            previousPid = current.pid();
        }
        close();
    }

    @Override
    public boolean belongsToSession() {
        return true;
    }

    /** Releases the lock and wakes the processes that wait for it; they try again by themselves if this fails. */
    private static void notifyWaiting(Connection connection) {
        try {
            connection.setNetworkTimeout(Runnable::run, CLOSE_TIMEOUT_MILLIS);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_advisory_unlock_all(), pg_notify('" + CHANNEL + "', '')");
            }
        } catch (SQLException e) {
            log.debug("The session with the lock has ended", e);
        }
    }

    private void close() {
        Session current = session;
        session = null;
        isLocked = false;
        if (current != null) {
            try {
                current.connection().close();
            } catch (SQLException e) {
                log.debug("Could not close the session with the lock", e);
            }
        }
    }
}
