package dev.parley.history;

import dev.parley.chat.Nick;
import dev.parley.chat.RoomName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that was said in a room.
 *
 * @param type message, action or topic
 * @param text null when it was deleted
 */
public record StoredMessage(
        long id,
        String type,
        RoomName room,
        Nick from,
        @Nullable String text,
        Instant at) {}
