package dev.parley.history;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.EventIds;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Messages that were sent with an idempotency key and are recent enough for duplicates to be detected. */
final class IdempotencyKeyStore {
    private final JdbcClient jdbc;

    IdempotencyKeyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Returns the messages, oldest first. Omits the messages of an account that was deleted later, because someone else
     * may have registered its name.
     */
    List<ChatEvent.Said> before(Instant now) {
        long oldest = EventIds.at(now.minus(ChatLimits.KEY_LIFETIME).toEpochMilli());
        Map<String, Long> dropped = new HashMap<>();
        jdbc.sql("SELECT id, sender FROM chat_event WHERE id > ? AND type = 'account-dropped' ORDER BY id")
                .param(oldest)
                .query(row -> {
                    dropped.put(ChatEvent.Said.keyScope(new Nick(row.getString("sender"))), row.getLong("id"));
                });
        return keyed(oldest).stream()
                .filter(said -> dropped.entrySet().stream()
                        .noneMatch(drop -> said.stamp().id() < drop.getValue()
                                && String.valueOf(said.key()).startsWith(drop.getKey())))
                .toList();
    }

    /** Reads messages with a key. Deleted messages are omitted. */
    private List<ChatEvent.Said> keyed(long oldest) {
        return jdbc.sql("""
                SELECT id, room, sender, text, at, message_key FROM chat_event
                WHERE id > ? AND message_key IS NOT NULL AND text IS NOT NULL ORDER BY id""")
                .param(oldest)
                .query((row, number) -> new ChatEvent.Said(
                        new Stamp(row.getLong("id"), Instant.ofEpochMilli(row.getLong("at")), 0),
                        new RoomName(row.getString("room")),
                        new Nick(row.getString("sender")),
                        row.getString("text"),
                        row.getString("message_key")))
                .list();
    }
}
