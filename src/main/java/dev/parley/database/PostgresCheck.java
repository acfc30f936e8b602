package dev.parley.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Check of a PostgreSQL database before anything is written to it.
 *
 * @param version version number of the server, such as 140005 for 14.5
 * @param schema schema of the tables; null if it does not exist yet
 * @param mayCreate whether the user may create tables in the schema, or a missing schema
 * @param hasTables whether Parley's tables exist already
 */
record PostgresCheck(
        int version,
        String encoding,
        boolean readOnly,
        String user,
        @Nullable String schema,
        boolean mayCreate,
        boolean hasTables) {
    private static final int MIN_VERSION = 14;
    private static final int VERSION_UNIT = 10_000;
    private static final String FACTS = """
            SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,
                pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS read_only,
                current_user AS name, current_schema() AS schema,
                CASE WHEN current_schema() IS NULL THEN has_database_privilege(current_database(), 'CREATE')
                    ELSE has_schema_privilege(current_schema(), 'CREATE') END AS may_create,
                to_regclass('flyway_schema_history') IS NOT NULL AS has_tables""";

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
                    row.getBoolean("has_tables"));
        }
    }

    /** Returns why Parley cannot use the database, and what to do about it; empty if Parley can use the database. */
    Optional<String> problem() {
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
        return Optional.empty();
    }
}
