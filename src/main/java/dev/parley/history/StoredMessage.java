package dev.parley.history;

import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message, action or topic of a room.
 *
 * @param type message, action or topic
 * @param text null when it was deleted
 * @param life id after which the life of the room began that it belongs to; 0 for before these were stored
 */
public record StoredMessage(
        long id,
        String type,
        RoomName room,
        Nick from,
        @Nullable String text,
        Instant at,
        long life) {}
