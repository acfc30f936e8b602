package dev.parley.time;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Wall clock for deleting by age. A clock that is more than {@link #TOLERANCE} ahead of the time that is known to have
 * passed is not trusted until an operator confirms it, it is set back, or the service has run for about as long as the
 * clock is ahead: time then passes twice as fast here, so that a service that was stopped over a weekend needs no
 * operator. Safe for any thread.
 */
public final class TrustedClock {
    /** Farthest that the clock may be ahead. */
    public static final Duration TOLERANCE = Duration.ofDays(2);

    private static final System.Logger log = System.getLogger(TrustedClock.class.getName());

    /**
     * State of the clock.
     *
     * @param now time by the wall clock
     * @param trusted time that is known to have passed
     * @param isAhead whether the wall clock is not trusted
     */
    public record Status(Instant now, Instant trusted, boolean isAhead) {}

    private final InstantSource clock;
    private final MonotonicClock time;
    private Instant trusted;
    private long checkedNanos;
    private boolean isAhead;

    /** @param reached time that had been reached before the start, as far as is known */
    public TrustedClock(InstantSource clock, MonotonicClock time, Instant reached) {
        this.clock = clock;
        this.time = time;
        this.trusted = reached;
        this.checkedNanos = time.nanos();
    }

    /** Sets the time that had been reached before the start. */
    public synchronized void reached(Instant before) {
        trusted = before;
        checkedNanos = time.nanos();
        isAhead = false;
    }

    /** Returns the time; empty while the clock is not trusted. */
    public Optional<Instant> now() {
        Status status = status();
        return status.isAhead() ? Optional.empty() : Optional.of(status.now());
    }

    public boolean isAhead() {
        return status().isAhead();
    }

    public synchronized Status status() {
        Instant now = clock.instant();
        long nanos = time.nanos();
        Duration passed = Duration.ofNanos(nanos - checkedNanos);
        checkedNanos = nanos;
        trusted = trusted.plus(passed);
        boolean wasAhead = isAhead;
        isAhead = Duration.between(trusted, now).compareTo(TOLERANCE) > 0;
        if (!isAhead) {
            trusted = now;
        } else if (wasAhead) {
            trusted = trusted.plus(passed);
        } else {
            log.log(
                    Level.WARNING,
                    "The clock is too far ahead, at {0} instead of about {1}: nothing is deleted by age"
                            + " until it is set back or confirmed",
                    now,
                    trusted);
        }
        return new Status(now, trusted, isAhead);
    }

    /** Trusts the wall clock as it is; returns whether it was not trusted before. */
    public synchronized boolean confirm() {
        boolean wasAhead = isAhead();
        trusted = clock.instant();
        isAhead = false;
        return wasAhead;
    }
}
