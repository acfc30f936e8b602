package dev.parley.history;

import dev.parley.chat.ChatLimits;
import dev.parley.chat.Event;
import dev.parley.chat.Ids;
import dev.parley.chat.Nick;
import dev.parley.chat.RoomName;
import dev.parley.chat.Stamp;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What was said with a key, as long as saying it again is to be noticed. */
public final class KeyedStore {
    private final JdbcClient jdbc;

    KeyedStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Forgets the keys of a dropped account: somebody else may register its name. */
    void settle(Event event) {
        if (event instanceof Event.AccountDropped dropped) {
            String scope = Event.Said.keyScope(dropped.account());
            jdbc.sql("UPDATE event SET said_key = NULL WHERE id > ? AND substr(said_key, 1, ?) = ?")
                    .params(oldest(dropped.stamp().at()), scope.length(), scope)
                    .update();
        }
    }

    private static long oldest(Instant now) {
        return Ids.at(now.minus(ChatLimits.REMEMBERED).toEpochMilli());
    }

    /** The oldest first. What was deleted is no longer known. */
    public List<Event.Said> before(Instant now) {
        return jdbc.sql("""
                SELECT id, room, sender, text, at, said_key FROM event
                WHERE id > ? AND said_key IS NOT NULL AND text IS NOT NULL ORDER BY id""")
                .param(oldest(now))
                .query((row, number) -> new Event.Said(
                        new Stamp(row.getLong("id"), Instant.ofEpochMilli(row.getLong("at")), 0),
                        new RoomName(row.getString("room")),
                        new Nick(row.getString("sender")),
                        row.getString("text"),
                        row.getString("said_key")))
                .list();
    }
}
