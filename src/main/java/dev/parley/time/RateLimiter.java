package dev.parley.time;

/** Token bucket that returns the time to wait (the generic cell rate algorithm). One thread only. */
public final class RateLimiter {
    private static final long SECOND_NANOS = 1_000_000_000;

    private final long interval;
    private final long tolerance;
    private long due;

    /** @param interval nanoseconds until one more token is earned; 0 for no limit */
    public RateLimiter(long interval, long burst, long now) {
        this.interval = interval;
        this.tolerance = interval * burst;
        this.due = now;
    }

    /** @param perSecond 0 for no limit */
    public static RateLimiter perSecond(int perSecond, long burst, long now) {
        return new RateLimiter(perSecond == 0 ? 0 : SECOND_NANOS / perSecond, burst, now);
    }

    /** Takes this number of tokens and returns the nanoseconds to wait for them. */
    public long admit(int count, long now) {
        due = next(count, now);
        return Math.max(0, due - now - tolerance);
    }

    /** Takes a token if one is available; returns whether a token was taken. */
    public boolean tryAdmit(long now) {
        long next = next(1, now);
        boolean admitted = next - now - tolerance <= 0;
        due = admitted ? next : due;
        return admitted;
    }

    private long next(int count, long now) {
        return (due - now > 0 ? due : now) + interval * count;
    }
}
