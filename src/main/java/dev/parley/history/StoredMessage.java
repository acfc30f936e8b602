package dev.parley.history;

import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message, action or topic of a room.
 *
 * @param type message, action or topic
 * @param text null if the message was deleted
 * @param life id after which the room's life that contains the message begins; 0 if the message is older than the first
 *     stored life
 */
public record StoredMessage(
        long id,
        String type,
        RoomName room,
        Nick from,
        @Nullable String text,
        Instant at,
        long life) {}
