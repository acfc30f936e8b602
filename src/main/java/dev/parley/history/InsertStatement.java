package dev.parley.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionProxy;

/**
 * Statement that inserts chat events: row by row in SQLite, and in PostgreSQL all rows from an array per column, which
 * takes 0.8 of the processor time. It is prepared once for each connection of the pool, of which the writing thread
 * usually gets the same one again: preparing it takes a fifth of the processor time of a small commit. Not thread-safe.
 */
final class InsertStatement {
    private static final String INSERT = """
            INSERT INTO chat_event (id, type, room, sender, receiver, target, text, at, is_message, unread, message_key)
            """;
    private static final String VALUES = "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String ARRAYS = """
            SELECT * FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[],
                ?::bigint[], ?::boolean[], ?::boolean[], ?::text[])""";
    private static final String UNLESS_STORED = " ON CONFLICT (id) DO NOTHING";

    private final JdbcTemplate jdbc;
    private @Nullable PreparedStatement prepared;
    private @Nullable Connection preparedFor;
    private boolean arrays;

    InsertStatement(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Inserts the rows whose ids are not stored yet; returns their number. */
    int execute(List<ChatEventRow> rows) {
        return Objects.requireNonNull(jdbc.execute((ConnectionCallback<Integer>) connection -> {
            PreparedStatement insert = prepare(driverConnection(connection));
            // A failure on this connection could have left the statement with rows.
            prepared = null;
            int inserted = arrays ? insertArrays(insert, rows) : insertEach(insert, rows);
            prepared = insert;
            return inserted;
        }));
    }

    private PreparedStatement prepare(Connection connection) throws SQLException {
        PreparedStatement last = prepared;
        if (last != null && connection == preparedFor) {
            return last;
        }
        preparedFor = connection;
        arrays = SearchDialect.of(connection) == SearchDialect.POSTGRESQL;
        return connection.prepareStatement(INSERT + (arrays ? ARRAYS : VALUES) + UNLESS_STORED);
    }

    /** Returns the connection of the driver, whose statements the pool does not close between two commits. */
    private static Connection driverConnection(Connection connection) throws SQLException {
        Connection pooled = connection instanceof ConnectionProxy proxy ? proxy.getTargetConnection() : connection;
        return pooled.unwrap(Connection.class);
    }

    private static int insertEach(PreparedStatement insert, List<ChatEventRow> rows) throws SQLException {
        for (ChatEventRow row : rows) {
            bind(insert, row);
            insert.addBatch();
        }
        return IntStream.of(insert.executeBatch()).sum();
    }

    private static int insertArrays(PreparedStatement insert, List<ChatEventRow> rows) throws SQLException {
        setArray(insert, 1, "bigint", column(rows, Long[]::new, ChatEventRow::id));
        setArray(insert, 2, "text", column(rows, String[]::new, ChatEventRow::type));
        setArray(insert, 3, "text", column(rows, String[]::new, ChatEventRow::room));
        setArray(
                insert,
                4,
                "text",
                column(rows, String[]::new, row -> row.sender().value()));
        setArray(insert, 5, "text", column(rows, String[]::new, InsertStatement::receiver));
        setArray(insert, 6, "bigint", column(rows, Long[]::new, ChatEventRow::target));
        setArray(insert, 7, "text", column(rows, String[]::new, ChatEventRow::text));
        setArray(insert, 8, "bigint", column(rows, Long[]::new, ChatEventRow::at));
        setArray(insert, 9, "boolean", column(rows, Boolean[]::new, ChatEventRow::isMessage));
        setArray(insert, 10, "boolean", column(rows, Boolean[]::new, ChatEventRow::unread));
        setArray(insert, 11, "text", column(rows, String[]::new, ChatEventRow::key));
        return insert.executeUpdate();
    }

    private static <T> @Nullable T[] column(
            List<ChatEventRow> rows, IntFunction<T[]> array, Function<ChatEventRow, @Nullable T> value) {
        return rows.stream().map(value).toArray(array);
    }

    private static void setArray(PreparedStatement insert, int index, String type, @Nullable Object[] values)
            throws SQLException {
        insert.setArray(index, insert.getConnection().createArrayOf(type, values));
    }

    private static @Nullable String receiver(ChatEventRow row) {
        return row.receiver() == null ? null : row.receiver().value();
    }

    private static void bind(PreparedStatement insert, ChatEventRow row) throws SQLException {
        insert.setLong(1, row.id());
        insert.setString(2, row.type());
        insert.setString(3, row.room());
        insert.setString(4, row.sender().value());
        insert.setString(5, receiver(row));
        insert.setObject(6, row.target(), Types.BIGINT);
        insert.setString(7, row.text());
        insert.setLong(8, row.at());
        insert.setBoolean(9, row.isMessage());
        insert.setBoolean(10, row.unread());
        insert.setString(11, row.key());
    }
}
