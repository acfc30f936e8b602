package dev.parley.admin;

import dev.parley.chat.RoomDetails;
import org.jspecify.annotations.Nullable;

/** A room as the audit keeps it. */
record RoomSnapshot(String name, @Nullable String topic, SettledRoom settled) {
    static RoomSnapshot of(RoomDetails details) {
        return new RoomSnapshot(
                details.state().name().value(), details.state().topic(), SettledRoom.of(details.settings()));
    }
}
