package dev.parley.history;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lives of rooms. A life is the time from the creation of a room until it is closed; it is stored as the id after which
 * its history begins. Their number is limited only by {@link #prune}. Safe for any thread.
 */
final class RoomLifeStore {
    private final JdbcClient jdbc;
    private final JdbcClient reader;

    RoomLifeStore(JdbcClient jdbc, JdbcClient reader) {
        this.jdbc = jdbc;
        this.reader = reader;
    }

    /** Applies an event that starts or restores a life. Deletes lives of the same room that began later. */
    void project(ChatEvent event) {
        if (event instanceof ChatEvent.RoomLifeStarted started) {
            String room = started.room().value();
            RoomLife life = started.life();
            jdbc.sql("DELETE FROM room_life WHERE room = ? AND id > ?")
                    .params(room, life.start())
                    .update();
            jdbc.sql("INSERT INTO room_life (room, id, opened) VALUES (?, ?, ?) ON CONFLICT (room, id) DO NOTHING")
                    .params(room, life.start(), life.opened())
                    .update();
        }
    }

    /** Returns the latest life of each room name. */
    Map<RoomName, RoomLife> latest() {
        Map<RoomName, RoomLife> lives = new HashMap<>();
        reader.sql("SELECT room, id, opened FROM room_life ORDER BY id").query(row -> {
            lives.put(new RoomName(row.getString("room")), new RoomLife(row.getLong("opened"), row.getLong("id")));
        });
        return lives;
    }

    /** Returns the ids of the life of a room that begins after this id; empty if no life does. */
    Optional<IdRange> range(RoomName room, long id) {
        List<Long> starts = reader.sql("SELECT id FROM room_life WHERE room = ? AND id >= ? ORDER BY id LIMIT 2")
                .params(room.value(), id)
                .query((row, number) -> row.getLong("id"))
                .list();
        if (id != 0 && !starts.contains(id)) {
            return Optional.empty();
        }
        return Optional.of(starts.stream()
                .filter(start -> start > id)
                .findFirst()
                .map(next -> new IdRange(id, next))
                .orElse(IdRange.after(id)));
    }

    /** Returns the id after which the life of a room's newest message begins; 0 if no such life is stored. */
    long ofNewest(RoomName room) {
        return reader.sql("""
                SELECT coalesce(max(id), 0) FROM room_life WHERE room = :room AND id < coalesce(
                    (SELECT id FROM chat_event WHERE room = :room AND is_message = TRUE ORDER BY id DESC LIMIT 1), 0)""").param("room", room.value()).query(Long.class).single();
    }

    /** Deletes lives that began before an id and have no events any more. */
    void prune(long before) {
        jdbc.sql("""
                DELETE FROM room_life WHERE id < :before AND (
                    EXISTS (SELECT 1 FROM room_life AS later
                        WHERE later.room = room_life.room AND later.id > room_life.id AND later.id < :before)
                    OR NOT EXISTS (SELECT 1 FROM chat_event WHERE chat_event.room = room_life.room AND chat_event.is_message = TRUE)
                        AND NOT EXISTS (SELECT 1 FROM room WHERE room.name = room_life.room))""").param("before", before).update();
    }
}
