package dev.parley.moderation;

import dev.parley.time.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Both clocks; the monotonic one is about to overflow, as it may. */
final class FakeClock implements MonotonicClock, InstantSource {
    static final Instant START = Instant.parse("2026-07-01T12:00:00.125Z");

    private long nanos = Long.MAX_VALUE - 5;
    private Instant wall = START;

    void passes(Duration duration) {
        nanos += duration.toNanos();
        wall = wall.plus(duration);
    }

    void steps(Duration duration) {
        wall = wall.plus(duration);
    }

    /** The monotonic one begins anywhere. */
    void restarts() {
        nanos = -3;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void sleep(long forNanos) {
        passes(Duration.ofNanos(forNanos));
    }

    @Override
    public Instant instant() {
        return wall;
    }
}
