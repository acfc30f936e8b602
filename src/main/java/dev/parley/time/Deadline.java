package dev.parley.session;

import java.time.Duration;

/** A moment of {@link Time} that may or may not be set. Set by one thread, looked at by another. */
final class Deadline {
    private static final long UNSET = 0;

    private volatile long at = UNSET;

    void set(long now, Duration later) {
        at = (now + later.toNanos()) | 1; // so that no moment is UNSET
    }

    void clear() {
        at = UNSET;
    }

    boolean isSet() {
        return at != UNSET;
    }

    boolean passed(long now) {
        long moment = at;
        return moment != UNSET && now - moment > 0;
    }
}
