package dev.parley.rest.rooms;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.protocol.RoomDetails;
import dev.parley.protocol.RoomSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room in a list.
 *
 * @param members announced people in the room
 * @param listening connections in the room, including unannounced ones
 */
record RoomView(
        String name, int members, int listening, @Nullable String topic) {
    static RoomView of(RoomSummary room) {
        return new RoomView(room.name().value(), room.members(), room.listening(), room.topic());
    }

    /**
     * One room with its members.
     *
     * @param names nicks of the announced members
     */
    record Details(
            @JsonUnwrapped RoomView room,
            List<String> names,
            @JsonUnwrapped RoomSettingsView settled) {
        static Details of(RoomDetails details) {
            return new Details(
                    RoomView.of(details.state()),
                    RoomSettingsView.texts(details.names()),
                    RoomSettingsView.of(details.settings()));
        }
    }
}
