package dev.parley.admin;

import dev.parley.chat.Query;
import dev.parley.chat.RoomName;
import dev.parley.chat.Sequence;
import dev.parley.chat.Text;
import dev.parley.event.Action;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tells everyone, or everyone in a room. */
@RestController
class AnnouncementController {
    private static final int LONGEST_TEXT = 4_096;

    private final Acts acts;
    private final Sequence sequence;

    /** @param room with or without its {@code #}; absent when everyone is meant */
    record Announcement(@Nullable String text, @Nullable String room) {}

    record Announced(int recipients) implements Acts.Outcome {
        @Override
        public String outcome() {
            return "told " + recipients;
        }
    }

    AnnouncementController(Acts acts, Sequence sequence) {
        this.acts = acts;
        this.sequence = sequence;
    }

    @PostMapping("/api/v1/announcements")
    @Needs(Right.MODERATE)
    Announced announce(@RequestBody Announcement announcement, HttpServletRequest from) {
        String target = announcement.room() == null ? "everyone" : announcement.room();
        String text = String.valueOf(announcement.text());
        return acts.carryOut(from, Action.ANNOUNCE, target, text, () -> announce(announcement));
    }

    private Announced announce(Announcement announcement) {
        String text = checked(announcement.text());
        String room = announcement.room() == null ? null : named(announcement.room());
        return sequence.ask(new Query.Announce(text, room))
                .join()
                .map(Announced::new)
                .orElseThrow(() -> Problem.noSuchRoom(String.valueOf(room)));
    }

    private static String named(String room) {
        return RoomName.of(room.startsWith("#") ? room : "#" + room)
                .orElseThrow(() -> Problem.noSuchRoom(room))
                .value();
    }

    /** What operators tell people. */
    static String checked(@Nullable String text) {
        String clean = text == null ? "" : Text.clean(text);
        if (clean.isBlank() || clean.length() > LONGEST_TEXT) {
            throw Problem.badArgument("The text has from 1 to " + LONGEST_TEXT + " characters, and not only spaces.");
        }
        return clean;
    }
}
