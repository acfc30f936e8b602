package dev.parley.chat;

import dev.parley.protocol.EventIds;
import dev.parley.protocol.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Gives each event its id and its times. Belongs to the chat thread. */
public final class EventClock {
    private final InstantSource clock;
    private final EventIds ids;
    private long arrivedNanos;
    private long last;

    public EventClock(InstantSource clock) {
        this.clock = clock;
        this.ids = new EventIds(clock);
    }

    /** Makes all ids from now on higher than this one. */
    void startAbove(long id) {
        ids.startAbove(id);
        last = Math.max(last, id);
    }

    /** Sets the arrival time of the input that causes all events from now on. */
    void arrived(long nanos) {
        arrivedNanos = nanos;
    }

    /** Arrival time of the input that causes the current events. */
    long arrivedNanos() {
        return arrivedNanos;
    }

    /** Converts a wall-clock time to the monotonic clock. */
    long nanosAt(Instant time) {
        return arrivedNanos + Duration.between(clock.instant(), time).toNanos();
    }

    Stamp next() {
        last = ids.next();
        return new Stamp(last, clock.instant(), arrivedNanos);
    }

    /** Id of the newest event. */
    long last() {
        return last;
    }
}
