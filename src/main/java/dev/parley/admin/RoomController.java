package dev.parley.admin;

import dev.parley.chat.Chat;
import dev.parley.chat.RoomName;
import dev.parley.chat.RoomState;
import dev.parley.chat.Sequence;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows rooms, by name: how many are in one changes between two pages. */
@RestController
@RequestMapping("/api/v1/rooms")
class RoomController {
    private final Sequence sequence;

    /**
     * @param members announced people in the room
     * @param listening connections that hear the room, the silent included
     */
    record ShownRoom(
            String name,
            int members,
            int listening,
            @Nullable String topic) {
        static ShownRoom of(RoomState room) {
            return new ShownRoom(room.name().value(), room.members(), room.listening(), room.topic());
        }
    }

    RoomController(Sequence sequence) {
        this.sequence = sequence;
    }

    @GetMapping
    @Needs(Right.READ)
    Page<ShownRoom> list(
            @RequestParam(defaultValue = Page.DEFAULT_LIMIT) int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        Page.check(limit);
        Optional<RoomName> after =
                Optional.ofNullable(cursor).map(name -> named(name).orElseThrow(Page::badCursor));
        List<ShownRoom> found = sequence.ask(Chat::rooms).join().stream()
                .filter(room -> after.isEmpty() || room.name().compareTo(after.get()) > 0)
                .sorted(Comparator.comparing(RoomState::name))
                .limit(limit + 1L)
                .map(ShownRoom::of)
                .toList();
        return Page.of(found, limit, room -> room.name().substring(1));
    }

    /** A room by its name without {@code #}, as names are in addresses. */
    static Optional<RoomName> named(String name) {
        return RoomName.of("#" + name);
    }
}
