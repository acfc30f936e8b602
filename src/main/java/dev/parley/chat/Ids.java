package dev.parley.chat;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids made of the time and a counter: {@code milliseconds << 16 | counter}. They are positive and only grow, over
 * restarts too, and when the clock steps back they go on counting from the highest. Safe for any thread.
 */
public final class Ids {
    private static final int COUNTER_BITS = 16;

    private final InstantSource clock;
    private final AtomicLong last = new AtomicLong();

    public Ids(InstantSource clock) {
        this.clock = clock;
    }

    /** Reserves {@code count} ids in a row and returns the first. */
    public long next(int count) {
        long now = clock.millis() << COUNTER_BITS;
        return last.updateAndGet(highest -> Math.max(highest, now - 1) + count) - count + 1;
    }
}
