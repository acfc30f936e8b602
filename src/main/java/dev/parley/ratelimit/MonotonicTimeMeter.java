package dev.parley.ratelimit;

import dev.parley.time.MonotonicClock;
import io.github.bucket4j.TimeMeter;

/**
 * Nanoseconds since the meter was created. Bucket4j does not expect a clock that overflows, but {@link
 * MonotonicClock#nanos} may overflow.
 */
public final class MonotonicTimeMeter implements TimeMeter {
    private final MonotonicClock clock;
    private final long startNanos;

    public MonotonicTimeMeter(MonotonicClock clock) {
        this.clock = clock;
        this.startNanos = clock.nanos();
    }

    @Override
    public long currentTimeNanos() {
        return clock.nanos() - startNanos;
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }
}
