package dev.parley.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.ConnectionProxy;

/**
 * Statement that inserts chat events. It is prepared once for each connection of the pool, of which the writing thread
 * usually gets the same one again: preparing it takes a fifth of the processor time of a small commit. Not thread-safe.
 */
final class InsertStatement {
    private static final String SQL = """
            INSERT INTO chat_event (id, type, room, sender, receiver, target, text, at, is_message, unread, message_key)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO NOTHING""";

    private final JdbcTemplate jdbc;
    private @Nullable PreparedStatement prepared;
    private @Nullable Connection preparedFor;

    InsertStatement(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Inserts the rows whose ids are not stored yet; returns the number of inserted rows for each of them. */
    int[] execute(List<ChatEventRow> rows) {
        return Objects.requireNonNull(jdbc.execute((ConnectionCallback<int[]>) connection -> {
            PreparedStatement insert = prepare(driverConnection(connection));
            // A failure on this connection could have left the statement with rows.
            prepared = null;
            for (ChatEventRow row : rows) {
                bind(insert, row);
                insert.addBatch();
            }
            int[] inserted = insert.executeBatch();
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
        return connection.prepareStatement(SQL);
    }

    /** Returns the connection of the driver, whose statements the pool does not close between two commits. */
    private static Connection driverConnection(Connection connection) throws SQLException {
        Connection pooled = connection instanceof ConnectionProxy proxy ? proxy.getTargetConnection() : connection;
        return pooled.unwrap(Connection.class);
    }

    private static void bind(PreparedStatement insert, ChatEventRow row) throws SQLException {
        insert.setLong(1, row.id());
        insert.setString(2, row.type());
        insert.setString(3, row.room());
        insert.setString(4, row.sender().value());
        insert.setString(5, row.receiver() == null ? null : row.receiver().value());
        insert.setObject(6, row.target(), Types.BIGINT);
        insert.setString(7, row.text());
        insert.setLong(8, row.at());
        insert.setBoolean(9, row.isMessage());
        insert.setBoolean(10, row.unread());
        insert.setString(11, row.key());
    }
}
