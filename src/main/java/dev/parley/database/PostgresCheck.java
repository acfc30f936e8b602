package dev.parley.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Check of a PostgreSQL database before anything is written to it.
 *
 * @param version version number of the server, such as 140005 for 14.5
 * @param schema schema of the tables; null if it does not exist yet
 * @param mayCreate whether the user may create tables in the schema, or a missing schema
 * @param hasTables whether Parley's tables exist already
 * @param connections most connections that the server, the database and the user allow
 */
record PostgresCheck(
        int version,
        String encoding,
        boolean readOnly,
        String user,
        @Nullable String schema,
        boolean mayCreate,
        boolean hasTables,
        int connections) {
    private static final int MIN_VERSION = 14;
    private static final int VERSION_UNIT = 10_000;
    private static final int NOTIFICATION_TIMEOUT_MILLIS = 2_000;

    /** The connection that holds the lock, and one for a short question. */
    private static final int OUTSIDE_OF_POOL = 2;

    private static final String FACTS = """
            SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
                pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS read_only,
                current_user AS name, current_schema() AS schema,
                CASE WHEN current_schema() IS NULL THEN has_database_privilege(current_database(), 'CREATE')
                    ELSE has_schema_privilege(current_schema(), 'CREATE') END AS may_create,
                to_regclass('flyway_schema_history') IS NOT NULL AS has_tables,
                least(current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int,
                    (SELECT nullif(rolconnlimit, -1) FROM pg_roles WHERE rolname = current_user),
                    (SELECT nullif(datconnlimit, -1) FROM pg_database WHERE datname = current_database()))
                    AS connections""";

    static PostgresCheck of(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(FACTS)) {
            row.next();
            return new PostgresCheck(
                    row.getInt("version"),
                    row.getString("encoding"),
                    row.getBoolean("read_only"),
                    row.getString("name"),
                    row.getString("schema"),
                    row.getBoolean("may_create"),
                    row.getBoolean("has_tables"),
                    row.getInt("connections"));
        }
    }

    /**
     * Returns why Parley cannot use the database, and what to do about it; empty if Parley can use the database.
     *
     * @param pool most connections of the pool
     */
    Optional<String> problem(int pool) {
        if (version < MIN_VERSION * VERSION_UNIT) {
            return Optional.of("The server is PostgreSQL %d: Parley needs version %d or newer"
                    .formatted(version / VERSION_UNIT, MIN_VERSION));
        }
        if (!encoding.equals("UTF8")) {
            return Optional.of("The encoding of the database is " + encoding
                    + ": create one with ENCODING 'UTF8' TEMPLATE template0");
        }
        if (readOnly) {
            return Optional.of("The database is read-only: name the primary server, or set"
                    + " default_transaction_read_only to off");
        }
        if (!mayCreate && !hasTables) {
            return Optional.of("The user " + user + " may not create tables: make it the owner of the database, or"
                    + (schema == null ? " create the schema" : " GRANT CREATE ON SCHEMA " + schema + " TO " + user));
        }
        int needed = pool + OUTSIDE_OF_POOL;
        if (connections < needed) {
            return Optional.of("The server allows " + connections + " connections, and Parley needs " + needed
                    + ": raise max_connections or the limit of the user, or lower"
                    + " spring.datasource.hikari.maximum-pool-size, which is " + pool);
        }
        return Optional.empty();
    }

    /**
     * Whether a connection keeps its session from one transaction to the next. A pooler in transaction mode gives the
     * session to others meanwhile, and loses the lock and the notifications of this one.
     */
    static boolean keepsSessions(DataSource server) throws SQLException {
        String channel = "parley_check_" + UUID.randomUUID().toString().replace('-', '_');
        try (Connection listener = server.getConnection();
                Connection sender = server.getConnection();
                Statement listen = listener.createStatement();
                Statement notify = sender.createStatement()) {
            listen.execute("LISTEN " + channel);
            notify.execute("NOTIFY " + channel);
            var received = listener.unwrap(PGConnection.class).getNotifications(NOTIFICATION_TIMEOUT_MILLIS);
            return received != null && received.length > 0;
        }
    }
}
