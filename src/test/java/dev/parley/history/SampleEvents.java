package dev.parley.history;

import dev.parley.protocol.Event;
import dev.parley.protocol.Life;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events as a chat would have them, in short. */
final class Happened {
    static final RoomName DEV = new RoomName("#dev");
    static final RoomName OPS = new RoomName("#ops");
    static final Nick ANN = new Nick("ann");
    static final Nick BOB = new Nick("bob");
    static final Instant NOON = Instant.parse("2026-07-01T12:00:00.125Z");

    private Happened() {}

    static Stamp stamp(long id) {
        return new Stamp(id, NOON.plusMillis(id), 0);
    }

    static Event said(long id, RoomName room, String text) {
        return new Event.Said(stamp(id), room, ANN, text);
    }

    /** Said in one room, each with its id as text. */
    static List<Event> said(RoomName room, long first, long last) {
        List<Event> events = new ArrayList<>();
        for (long id = first; id <= last; id++) {
            events.add(said(id, room, "" + id));
        }
        return events;
    }

    /** A room was made. */
    static Event opened(long id, RoomName room) {
        return started(id, room, new Life(id, id));
    }

    static Event started(long id, RoomName room, Life life) {
        return new Event.LifeStarted(stamp(id), room, life);
    }

    static Event joined(long id, RoomName room) {
        return new Event.Joined(stamp(id), room, ANN, 2);
    }

    static Event told(long id, String text) {
        return new Event.Told(stamp(id), ANN, BOB, text, null, false);
    }

    static Event deleted(long id, RoomName room, long message) {
        return new Event.Deleted(stamp(id), room, message, "an advertisement");
    }
}
