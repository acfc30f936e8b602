package dev.parley.cluster;

import dev.parley.database.ProcessName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Opens the sessions of the database server that a replica keeps: those that hold locks or wait for notifications. */
final class DatabaseSessions {
    /** Channel on which followers wake the leader, because they have sent commands. */
    static final String COMMANDS = "parley_commands";

    /** Channel on which the leader wakes the followers, because the log is longer. */
    static final String LOG = "parley_log";

    private static final int NETWORK_TIMEOUT_MILLIS = 5_000;
    private static final long RETRY_MILLIS = 250;
    private static final int MAX_NAME = 63;

    private final DataSource server;

    DatabaseSessions(DataSource server) {
        this.server = server;
    }

    /**
     * Opens a session. The server closes it when a replica has stopped or is cut off, 15 s after the last statement.
     *
     * @param purpose shown in the name of the session, for operators of the database
     */
    Connection open(String purpose) throws SQLException {
        Connection connection = server.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
            String name = purpose + " of " + ProcessName.SELF;
            try (PreparedStatement settings = connection.prepareStatement("""
                    SELECT set_config('idle_session_timeout', '15s', false),
                        set_config('idle_in_transaction_session_timeout', '15s', false),
                        set_config('tcp_user_timeout', '15000', false), set_config('tcp_keepalives_idle', '5', false),
                        set_config('tcp_keepalives_interval', '5', false),
                        set_config('tcp_keepalives_count', '2', false),
                        set_config('synchronous_commit', 'off', false), set_config('statement_timeout', '0', false),
                        set_config('application_name', ?, false)""")) {
                settings.setString(1, name.substring(0, Math.min(name.length(), MAX_NAME)));
                settings.execute();
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Waits before another attempt to open a session. */
    static void rest() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void listen(Connection connection, String channel) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + channel);
        }
    }

    /** Waits for a notification, at most this long. */
    static void await(Connection connection, int millis) throws SQLException {
        connection.unwrap(PGConnection.class).getNotifications(millis);
    }
}
