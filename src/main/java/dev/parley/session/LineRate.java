package dev.parley.session;

import java.util.concurrent.TimeUnit;

/** A token bucket that says how long a line must wait (the generic cell rate algorithm). One thread only. */
final class LineRate {
    private final long interval;
    private final long tolerance;
    private long due;

    /** @param perSecond 0 for no limit */
    LineRate(int perSecond, int burst, long now) {
        interval = perSecond == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / perSecond;
        tolerance = interval * burst;
        due = now;
    }

    /** Counts one line and returns for how many nanoseconds it must wait. */
    long admit(long now) {
        due = (due - now > 0 ? due : now) + interval;
        return Math.max(0, due - now - tolerance);
    }
}
