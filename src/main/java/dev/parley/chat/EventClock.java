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

    /** @param above every id is higher than this: the highest of those that are stored */
    public EventClock(InstantSource clock, long above) {
        this.clock = clock;
        this.ids = new EventIds(clock, above);
        this.last = above;
    }

    /** What happens from now on was caused by what arrived then. */
    void arrived(long nanos) {
        arrivedNanos = nanos;
    }

    /** When what causes what happens now had arrived. */
    long arrivedNanos() {
        return arrivedNanos;
    }

    /** When that time comes, by the clock that never jumps. */
    long nanosAt(Instant time) {
        return arrivedNanos + Duration.between(clock.instant(), time).toNanos();
    }

    Stamp next() {
        last = ids.next();
        return new Stamp(last, clock.instant(), arrivedNanos);
    }

    /** The id given last. */
    long last() {
        return last;
    }
}
