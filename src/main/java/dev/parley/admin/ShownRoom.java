package dev.parley.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.parley.chat.Nick;
import dev.parley.chat.RoomDetails;
import dev.parley.chat.RoomSettings;
import dev.parley.chat.RoomState;
import java.util.Collection;
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
     * @param owner the account it belongs to; null where it is nobody's, and the rest is as for such
     * @param locked whether a key is needed to come in
     */
    record Details(
            @JsonUnwrapped ShownRoom room,
            List<String> names,
            @Nullable String owner,
            List<String> operators,
            List<String> invited,
            List<String> banned,
            boolean membersOnly,
            boolean moderated,
            boolean locked,
            int slowSeconds) {
        static Details of(RoomDetails details) {
            RoomSettings settings = details.settings();
            var room = ShownRoom.of(details.state());
            List<String> names = texts(details.names());
            return settings == null
                    ? new Details(room, names, null, List.of(), List.of(), List.of(), false, false, false, 0)
                    : new Details(
                            room,
                            names,
                            settings.owner().value(),
                            texts(settings.operators()),
                            texts(settings.members()),
                            texts(settings.banned()),
                            settings.membersOnly(),
                            settings.moderated(),
                            settings.key() != null,
                            settings.slowSeconds());
        }

        private static List<String> texts(Collection<Nick> names) {
            return names.stream().map(Nick::value).sorted().toList();
        }
    }
}
