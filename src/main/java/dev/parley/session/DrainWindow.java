package dev.parley.session;

import java.time.Duration;

/**
 * A span of time that can be shortened while it runs. The share that has passed does not jump then. One thread only.
 */
final class DrainWindow {
    private double passedBefore;
    private long from;
    private long end;

    DrainWindow(Duration length, long now) {
        from = now;
        end = now + length.toNanos();
    }

    /** Returns the share of the window that has passed, from 0 to 1. */
    double passed(long now) {
        return end - now <= 0 ? 1 : passedBefore + (1 - passedBefore) * (now - from) / (end - from);
    }

    Duration left(long now) {
        return Duration.ofNanos(Math.max(0, end - now));
    }

    /** Whether the window ended at least this long ago. */
    boolean isOver(Duration since, long now) {
        return now - end >= since.toNanos();
    }

    /** Limits the time that is left; returns whether this shortened the window. */
    boolean shorten(Duration most, long now) {
        boolean shortened = left(now).compareTo(most) > 0;
        if (shortened) {
            passedBefore = passed(now);
            from = now;
            end = now + most.toNanos();
        }
        return shortened;
    }
}
