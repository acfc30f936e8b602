package dev.parley.time;

import java.time.Duration;

/** A moment of {@link MonotonicClock} that may or may not be set. Set by one thread, read by another. */
public final class Deadline {
    private static final long UNSET = 0;

    private volatile long at = UNSET;

    public void set(long now, Duration later) {
        at = (now + later.toNanos()) | 1; // so that no moment is UNSET
    }

    /** Clears the moment. Clearing again costs no write, because the tick does it for each session. */
    public void clear() {
        if (at != UNSET) {
            at = UNSET;
        }
    }

    public boolean isSet() {
        return at != UNSET;
    }

    public boolean passed(long now) {
        long moment = at;
        return moment != UNSET && now - moment > 0;
    }
}
