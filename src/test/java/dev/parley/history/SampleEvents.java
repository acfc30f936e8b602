package dev.parley.history;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events as a chat would have them, in short. */
final class SampleEvents {
    static final RoomName DEV = new RoomName("#dev");
    static final RoomName OPS = new RoomName("#ops");
    static final Nick ANN = new Nick("ann");
    static final Nick BOB = new Nick("bob");
    static final Instant NOON = Instant.parse("2026-07-01T12:00:00.125Z");

    private SampleEvents() {}

    static Stamp stamp(long id) {
        return new Stamp(id, NOON.plusMillis(id), 0);
    }

    static ChatEvent said(long id, RoomName room, String text) {
        return new ChatEvent.Said(stamp(id), room, ANN, text);
    }

    /** Said in one room, each with its id as text. */
    static List<ChatEvent> said(RoomName room, long first, long last) {
        List<ChatEvent> events = new ArrayList<>();
        for (long id = first; id <= last; id++) {
            events.add(said(id, room, "" + id));
        }
        return events;
    }

    /** A room was made. */
    static ChatEvent opened(long id, RoomName room) {
        return started(id, room, new RoomLife(id, id));
    }

    static ChatEvent started(long id, RoomName room, RoomLife life) {
        return new ChatEvent.RoomLifeStarted(stamp(id), room, life);
    }

    static ChatEvent joined(long id, RoomName room) {
        return new ChatEvent.Joined(stamp(id), room, ANN, 2);
    }

    static ChatEvent told(long id, String text) {
        return new ChatEvent.DirectMessage(stamp(id), ANN, BOB, text, null, false);
    }

    static ChatEvent deleted(long id, RoomName room, long message) {
        return new ChatEvent.Deleted(stamp(id), room, message, "an advertisement");
    }
}
