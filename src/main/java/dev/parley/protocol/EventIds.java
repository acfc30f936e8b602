package dev.parley.protocol;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Generates ids from the time and a counter: {@code milliseconds << 16 | counter}. The ids are positive and only grow,
 * even over restarts. When the clock steps back, they continue from the highest id. Safe for any thread.
 */
public final class EventIds {
    private static final int COUNTER_BITS = 16;

    /** Number of processes that can give ids at a time. */
    public static final int SLOTS = 64;

    private final InstantSource clock;
    private final AtomicLong last;
    private volatile int slot = -1;

    public EventIds(InstantSource clock) {
        this(clock, 0);
    }

    /** @param above every id is higher than this */
    public EventIds(InstantSource clock, long above) {
        this.clock = clock;
        this.last = new AtomicLong(above);
    }

    /** Makes all ids from now on higher than this one. */
    public void startAbove(long id) {
        last.accumulateAndGet(id, Math::max);
    }

    /** Has all ids from now on differ from those of other slots. */
    public void useSlot(int newSlot) {
        slot = newSlot;
    }

    public long next() {
        long now = clock.millis() << COUNTER_BITS;
        int own = slot;
        return last.updateAndGet(
                highest -> own < 0 ? Math.max(highest + 1, now) : (Math.max(highest + SLOTS, now) & -SLOTS) + own);
    }

    /** Returns the time in an id, when it was given unless the clock was stepped. */
    public static Instant timeOf(long id) {
        return Instant.ofEpochMilli(id >> COUNTER_BITS);
    }

    /** Returns the lowest id of a time. All ids generated before that time are lower, unless the clock was stepped. */
    public static long at(long epochMillis) {
        return epochMillis << COUNTER_BITS;
    }
}
