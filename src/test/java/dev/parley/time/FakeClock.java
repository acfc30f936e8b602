package dev.parley.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A monotonic and a wall clock that advance only when a test or a sleeper advances them. */
public final class FakeClock implements MonotonicClock, InstantSource {
    public static final Instant START = Instant.parse("2026-07-01T12:00:00.125Z");

    /** Overflows soon, as {@link MonotonicClock#nanos} may; odd, as a {@link Deadline} is rounded up to an odd number. */
    private static final long NEARLY_OVERFLOWING = Long.MAX_VALUE - 4;

    private final List<Duration> sleeps = new ArrayList<>();
    private long nanos = NEARLY_OVERFLOWING;
    private Instant instant = START;

    public synchronized void advance(Duration duration) {
        nanos += duration.toNanos();
        instant = instant.plus(duration);
    }

    /** Sets the wall clock forward or back, which the monotonic clock does not notice. */
    public synchronized void stepWallClock(Duration duration) {
        instant = instant.plus(duration);
    }

    /** Starts the monotonic clock elsewhere, as a new process has it. */
    public synchronized void restart() {
        nanos = -3;
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    /** Advances at once. */
    @Override
    public synchronized void sleep(long forNanos) {
        var duration = Duration.ofNanos(forNanos);
        sleeps.add(duration);
        advance(duration);
    }

    @Override
    public synchronized Instant instant() {
        return instant;
    }

    public synchronized List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }

    /** The sum of all sleeps. */
    public synchronized Duration slept() {
        return sleeps.stream().reduce(Duration.ZERO, Duration::plus);
    }
}
