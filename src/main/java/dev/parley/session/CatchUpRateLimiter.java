package dev.parley.session;

import dev.parley.time.RateLimiter;
import java.util.concurrent.TimeUnit;

/**
 * Rate limit of a client's input that lets the client catch up after a pause, such as an interrupted network. The
 * amount that the normal rate would have allowed during the pause is admitted at twice that rate. Used only by the
 * client's reader thread.
 */
final class CatchUpRateLimiter {
    private static final long MIN_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final int perSecond;
    private final RateLimiter normal;
    private final RateLimiter catchUp;
    private long lastAdmitted;
    private long allowance;
    private boolean catchesUp;

    /**
     * @param perSecond normal rate; 0 for no limit
     * @param burst number of tokens that are admitted at once
     */
    CatchUpRateLimiter(int perSecond, long burst, long now) {
        this.perSecond = perSecond;
        this.normal = RateLimiter.perSecond(perSecond, burst, now);
        this.catchUp = RateLimiter.perSecond(2 * perSecond, burst, now);
        this.lastAdmitted = now;
    }

    /** Takes this number of tokens and returns the nanoseconds to wait for them. */
    long admit(int count, long now) {
        long pause = now - lastAdmitted;
        if (pause > MIN_PAUSE_NANOS) {
            allowance = Math.min(pause, MAX_PAUSE_NANOS) / TimeUnit.SECONDS.toNanos(1) * perSecond;
        }
        catchesUp = allowance > 0;
        allowance = Math.max(0, allowance - count);
        long wait = (catchesUp ? catchUp : normal).admit(count, now);
        lastAdmitted = now + wait;
        return wait;
    }

    /** Whether the last input was admitted at the higher rate. */
    boolean catchesUp() {
        return catchesUp;
    }
}
