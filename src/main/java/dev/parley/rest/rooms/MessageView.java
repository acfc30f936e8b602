package dev.parley.rest.rooms;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.history.StoredMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message, action or topic, as operators see it.
 *
 * @param id decimal text, because a JSON number cannot hold 64 bits
 * @param type message, action or topic
 * @param text null if the message was deleted
 * @param life decimal id of the room's life that contains the message
 * @param deleted true for a deleted message, otherwise absent
 */
record MessageView(
        String id,
        String type,
        String room,
        String from,
        @Nullable String text,
        Instant at,
        String life,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean deleted) {
    static MessageView of(StoredMessage message) {
        return new MessageView(
                Long.toString(message.id()),
                message.type(),
                message.room().value(),
                message.from().value(),
                message.text(),
                message.at(),
                Long.toString(message.life()),
                message.text() == null ? true : null);
    }
}
