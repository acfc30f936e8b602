package dev.parley.ratelimit;

import dev.parley.time.Time;
import io.github.bucket4j.TimeMeter;

/** Nanoseconds since its creation: Bucket4j does not expect a clock that overflows, as {@link Time#nanos} may. */
public final class MonotonicTimeMeter implements TimeMeter {
    private final Time time;
    private final long startNanos;

    public MonotonicTimeMeter(Time time) {
        this.time = time;
        this.startNanos = time.nanos();
    }

    @Override
    public long currentTimeNanos() {
        return time.nanos() - startNanos;
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }
}
