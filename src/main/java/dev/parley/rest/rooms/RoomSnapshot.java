package dev.parley.rest.rooms;

import dev.parley.protocol.RoomDetails;
import org.jspecify.annotations.Nullable;

/**
 * A room, as the audit records it.
 *
 * @param life decimal id after which the room's history begins
 */
record RoomSnapshot(String name, @Nullable String topic, RoomSettingsView settled, String life) {
    static RoomSnapshot of(RoomDetails details) {
        return new RoomSnapshot(
                details.state().name().value(),
                details.state().topic(),
                RoomSettingsView.of(details.settings()),
                Long.toString(details.life()));
    }
}
