package dev.parley.history;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Stamp;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Private messages to registered names, stored as events in one box per account. A box is stored like a room. Safe for
 * any thread.
 */
final class DirectMessageStore {
    private static final String COLUMNS = "id, sender, receiver, text, at, unread";

    private final JdbcClient jdbc;
    private final JdbcClient reader;
    private final ReadLimiter readLimiter;

    DirectMessageStore(JdbcClient jdbc, JdbcClient reader, ReadLimiter readers) {
        this.jdbc = jdbc;
        this.reader = reader;
        this.readLimiter = readers;
    }

    /** Returns the name of an account's box. No real room can have this name. */
    static String box(Nick account) {
        return "@" + account.folded();
    }

    /** Applies an event that marks messages as read or removes an account; runs in the commit that stores the event. */
    void project(ChatEvent event) {
        switch (event) {
            case ChatEvent.DirectMessagesRead read ->
                jdbc.sql("UPDATE chat_event SET unread = FALSE WHERE room = :box AND id IN (:ids)")
                        .param("box", box(read.account()))
                        .param("ids", read.ids())
                        .update();
            case ChatEvent.AccountDropped dropped ->
                jdbc.sql("DELETE FROM chat_event WHERE room = ? AND id < ?")
                        .params(box(dropped.account()), dropped.stamp().id())
                        .update();
            default -> {}
        }
    }

    /** Returns the number of unread messages per account; accounts without any are omitted. */
    Map<Nick, Integer> waiting() {
        Map<Nick, Integer> waiting = new HashMap<>();
        reader.sql("SELECT room, count(*) AS waiting FROM chat_event WHERE unread GROUP BY room")
                .query(row -> {
                    waiting.put(new Nick(row.getString("room").substring(1)), row.getInt("waiting"));
                });
        return waiting;
    }

    /** Returns unread messages of an account, oldest first. */
    List<ChatEvent.DirectMessage> unread(Nick account, int limit) {
        return readLimiter.read(
                () -> reader.sql("SELECT " + COLUMNS + " FROM chat_event WHERE room = ? AND unread ORDER BY id LIMIT ?")
                        .params(box(account), limit)
                        .query((row, number) -> directMessage(row, account))
                        .list());
    }

    /** Returns messages of an account after an id, oldest first. */
    List<ChatEvent.DirectMessage> after(Nick account, long id, int limit) {
        return readLimiter.read(() -> reader.sql("SELECT " + COLUMNS
                        + " FROM chat_event WHERE room = ? AND is_message = TRUE AND id > ? ORDER BY id LIMIT ?")
                .params(box(account), id, limit)
                .query((row, number) -> directMessage(row, account))
                .list());
    }

    private static ChatEvent.DirectMessage directMessage(ResultSet row, Nick account) throws SQLException {
        return new ChatEvent.DirectMessage(
                new Stamp(row.getLong("id"), Instant.ofEpochMilli(row.getLong("at")), 0),
                new Nick(row.getString("sender")),
                new Nick(row.getString("receiver")),
                row.getString("text"),
                account,
                row.getBoolean("unread"));
    }
}
