package dev.parley.session;

import dev.parley.protocol.Command;
import dev.parley.protocol.StatusCode;
import dev.parley.session.port.SessionMetrics;
import dev.parley.time.MonotonicClock;
import dev.parley.time.RateLimiter;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Rate limits of one client. Lines and bytes above the limit are delayed. Joins, leaves, nick changes and topics above
 * their limit are refused. Used only by the client's reader thread.
 */
final class InboundRateLimiter {
    private static final Command TOO_MUCH_CHURN = new Command.Invalid(
            StatusCode.RATE_LIMITED, "too many joins, leaves, nick or topic changes; try again in a few seconds");
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final MonotonicClock clock;
    private final SessionMetrics metrics;
    private final Consumer<String> notice;
    private final CatchUpRateLimiter lines;
    private final CatchUpRateLimiter bytes;
    private final RateLimiter churn;
    private volatile int delays;
    private long lastTooLong;
    private long tooLongBefore;

    /**
     * @param notice sends the client a notice, at the first delay
     * @param opened moment from which the client could have sent
     */
    InboundRateLimiter(
            SessionLimits limits, MonotonicClock clock, SessionMetrics metrics, Consumer<String> notice, long opened) {
        this.clock = clock;
        this.metrics = metrics;
        this.notice = notice;
        lines = new CatchUpRateLimiter(limits.linesPerSecond(), limits.burst(), opened);
        bytes = new CatchUpRateLimiter(limits.bytesPerSecond(), limits.byteBurst(), opened);
        churn = new RateLimiter(limits.churnInterval(), limits.churnBurst(), opened);
        lastTooLong = opened - 2 * MINUTE_NANOS;
        tooLongBefore = lastTooLong;
    }

    /**
     * Counts bytes that were read, and waits if they exceed the limit. Dropped bytes count too, because reading them
     * costs the same.
     */
    void admitBytes(int count) throws InterruptedException {
        admit(bytes, count, clock.nanos());
    }

    /** Counts one line with this weight, and waits if the client's lines exceed the limit. */
    void admitLine(int weight, long now) throws InterruptedException {
        admit(lines, weight, now);
    }

    /**
     * Returns the command, or a refusal. Joins, leaves, nick changes and topics are broadcast to whole rooms, and have
     * a lower limit.
     */
    Command admit(Command command, long now) {
        return command.isChurn() && !churn.tryAdmit(now) ? TOO_MUCH_CHURN : command;
    }

    /** Counts a line that was too long; returns whether it is the third within a minute. */
    boolean isThirdTooLong(long now) {
        boolean third = now - tooLongBefore < MINUTE_NANOS;
        tooLongBefore = lastTooLong;
        lastTooLong = now;
        return third;
    }

    /** Number of delays. Safe for any thread. */
    int delays() {
        return delays;
    }

    private void admit(CatchUpRateLimiter limiter, int count, long now) throws InterruptedException {
        long nanos = limiter.admit(count, now);
        if (nanos > 0) {
            if (!limiter.catchesUp()) {
                reportDelay();
            }
            clock.sleep(nanos);
        }
    }

    private void reportDelay() {
        metrics.floodDelayed();
        delays++; // written by one thread, read by any thread
        if (delays == 1) {
            notice.accept("you are sending too fast: your lines are delayed, but none is lost");
        }
    }
}
