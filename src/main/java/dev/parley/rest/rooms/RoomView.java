package dev.parley.rest.rooms;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.protocol.RoomDetails;
import dev.parley.protocol.RoomState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room in a list.
 *
 * @param members announced people in the room
 * @param listening connections that hear the room, the silent included
 */
record ShownRoom(
        String name, int members, int listening, @Nullable String topic) {
    static ShownRoom of(RoomState room) {
        return new ShownRoom(room.name().value(), room.members(), room.listening(), room.topic());
    }

    /**
     * One room.
     *
     * @param names of those who are announced
     */
    record Details(
            @JsonUnwrapped ShownRoom room,
            List<String> names,
            @JsonUnwrapped SettledRoom settled) {
        static Details of(RoomDetails details) {
            return new Details(
                    ShownRoom.of(details.state()),
                    SettledRoom.texts(details.names()),
                    SettledRoom.of(details.settings()));
        }
    }
}
