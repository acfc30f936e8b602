package dev.parley.rest.security;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Both clocks, which go on when they are told to. */
final class FakeWallClock implements TimeMeter, InstantSource {
    static final Instant START = Instant.parse("2026-07-01T12:00:00.125Z");

    private Duration passed = Duration.ZERO;

    void passes(Duration duration) {
        passed = passed.plus(duration);
    }

    @Override
    public long currentTimeNanos() {
        return passed.toNanos();
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }

    @Override
    public Instant instant() {
        return START.plus(passed);
    }
}
