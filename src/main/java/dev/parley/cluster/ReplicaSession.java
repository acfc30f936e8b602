package dev.parley.cluster;

import dev.parley.database.ProcessName;
import dev.parley.database.TermClock;
import dev.parley.protocol.EventIds;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The session that shows that this replica is alive: it holds the lock of a slot, which is free again when the session
 * ends. Each start of a process is a new incarnation. Used by one thread.
 */
final class ReplicaSession implements AutoCloseable {
    /** First half of the key of a slot's lock. The second half is a hash of the schema and the slot. */
    static final int KEY = 0x5041524C + 2;

    private static final String TRY_LOCK = "pg_try_advisory_lock";

    /** The schema may be missing before the first start of the service. */
    private static final String LOCK_KEY = """
            (?, hashtext(coalesce(current_schema(), trim('"' FROM split_part(current_setting('search_path'), ',', 1)))
                || '/' || ?))""";

    private final DatabaseSessions sessions;
    private final DataSource pool;
    private final TermClock clock;
    private final String version;
    private @Nullable Connection connection;
    private int slot = -1;
    private int incarnation;
    private long startedAt;

    /** Place in the log, by the number of a row and the token of the term that wrote it. */
    record Position(long seq, String token) {}

    /** @param clock is set to the clock of the server when this replica joins */
    ReplicaSession(DatabaseSessions sessions, DataSource pool, TermClock clock, String version) {
        this.clock = clock;
        this.sessions = sessions;
        this.pool = pool;
        this.version = version;
    }

    int slot() {
        return slot;
    }

    int incarnation() {
        return incarnation;
    }

    Connection connection() {
        return Objects.requireNonNull(connection);
    }

    /**
     * Takes a slot.
     *
     * @throws InvalidConfigurationPropertyValueException if there is none, or if the session is one of another database
     *     than those of the pool
     */
    void takeSlot() throws SQLException {
        slot = -1;
        Connection opened = open();
        requireDatabaseOfPool(opened);
        for (int i = 0; i < EventIds.SLOTS && slot < 0; i++) {
            slot = call(opened, TRY_LOCK, i) ? i : -1;
        }
        if (slot < 0) {
            throw new InvalidConfigurationPropertyValueException(
                    "parley.cluster.enabled", true, EventIds.SLOTS + " replicas are alive, the maximum");
        }
    }

    /** Checks that a lock of the session is taken for the pool, too. Its number is not one of a slot. */
    private void requireDatabaseOfPool(Connection opened) throws SQLException {
        int number = ThreadLocalRandom.current().nextInt(EventIds.SLOTS, Integer.MAX_VALUE);
        call(opened, TRY_LOCK, number);
        try (Connection pooled = pool.getConnection()) {
            if (call(pooled, "pg_try_advisory_xact_lock", number)) {
                throw new InvalidConfigurationPropertyValueException(
                        "parley.cluster.url",
                        opened.getMetaData().getURL().split("[?]")[0],
                        "It must lead to the database and the schema of spring.datasource.url");
            }
        }
        call(opened, "pg_advisory_unlock", number);
    }

    /** Joins the other replicas. Returns the end of the log, from which this replica follows. */
    Position join() throws SQLException {
        if (slot < 0 || connection == null || connection.isClosed()) {
            takeSlot();
        }
        Connection opened = connection();
        opened.setAutoCommit(false);
        opened.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try {
            Position end = end(opened);
            insert(opened);
            opened.commit();
            clock.start(Instant.ofEpochMilli(startedAt));
            return end;
        } finally {
            opened.rollback();
            opened.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            opened.setAutoCommit(true);
        }
    }

    /**
     * Opens the session again after it has ended. Returns false if the others know by now that this replica was lost,
     * or if the log is not the one that it followed.
     */
    boolean rejoin(Position at) throws SQLException {
        Connection opened = open();
        boolean isLocked = call(opened, TRY_LOCK, slot);
        boolean isKnown = isAlive() && isStored(opened, at);
        if (isKnown && !isLocked) {
            // The server ends the earlier session of this replica when it has been idle for a while.
            throw new SQLException("the earlier session of this replica has not ended yet");
        }
        return isKnown;
    }

    private Connection open() throws SQLException {
        close();
        Connection opened = sessions.open("replica");
        connection = opened;
        DatabaseSessions.listen(opened, DatabaseSessions.LOG);
        return opened;
    }

    /** Calls a function for the lock with this number. */
    private static boolean call(Connection connection, String function, int number) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT " + function + LOCK_KEY)) {
            statement.setInt(1, KEY);
            statement.setInt(2, number);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static Position end(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement("SELECT seq, token FROM chat_log ORDER BY seq DESC LIMIT 1");
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("no replica leads yet");
            }
            return new Position(row.getLong(1), row.getString(2));
        }
    }

    private void insert(Connection opened) throws SQLException {
        try (PreparedStatement statement = opened.prepareStatement("""
                INSERT INTO replica (incarnation, slot, name, version, started_at)
                SELECT coalesce(max(incarnation), 0) + 1, ?, ?, ?,
                    (extract(epoch FROM clock_timestamp()) * 1000)::bigint FROM replica
                RETURNING incarnation, started_at""")) {
            statement.setInt(1, slot);
            statement.setString(2, ProcessName.SELF);
            statement.setString(3, version);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                incarnation = row.getInt(1);
                startedAt = row.getLong(2);
            }
        }
    }

    /** Whether the others count this replica as alive. */
    boolean isAlive() throws SQLException {
        Connection opened = connection();
        try (PreparedStatement statement = opened.prepareStatement("""
                        SELECT 1 FROM replica WHERE incarnation = ? AND ended_at IS NULL AND NOT EXISTS (
                            SELECT 1 FROM replica AS later
                            WHERE later.slot = replica.slot AND later.incarnation > replica.incarnation)""")) {
            statement.setInt(1, incarnation);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    private static boolean isStored(Connection opened, Position at) throws SQLException {
        try (PreparedStatement statement =
                opened.prepareStatement("SELECT 1 FROM chat_log WHERE seq = ? AND token = ?")) {
            statement.setLong(1, at.seq());
            statement.setString(2, at.token());
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public void close() throws SQLException {
        Connection last = connection;
        connection = null;
        if (last != null) {
            last.close();
        }
    }
}
