package dev.parley.session;

import dev.parley.protocol.Command;
import dev.parley.protocol.StatusCode;
import dev.parley.time.MonotonicClock;
import dev.parley.time.RateLimiter;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How much one client may send: its lines and bytes above that are delayed, its comings and goings refused. One thread
 * only, the client's reader.
 */
final class InboundRateLimiter {
    private static final Command TOO_MUCH_CHURN = new Command.Invalid(
            StatusCode.RATE_LIMITED, "too many joins, leaves, names and topics; the next one in a few seconds");
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final MonotonicClock clock;
    private final SessionMetrics metrics;
    private final Consumer<String> notice;
    private final RateLimiter lines;
    private final RateLimiter bytes;
    private final RateLimiter churn;
    private volatile int delays;
    private long lastTooLong;
    private long tooLongBefore;

    /** @param notice tells the client something, which happens at the first delay */
    InboundRateLimiter(SessionLimits limits, MonotonicClock clock, SessionMetrics metrics, Consumer<String> notice) {
        long now = clock.nanos();
        this.clock = clock;
        this.metrics = metrics;
        this.notice = notice;
        lines = RateLimiter.perSecond(limits.linesPerSecond(), limits.burst(), now);
        bytes = RateLimiter.perSecond(limits.bytesPerSecond(), limits.byteBurst(), now);
        churn = new RateLimiter(limits.churnInterval(), limits.churnBurst(), now);
        lastTooLong = now - 2 * MINUTE_NANOS;
        tooLongBefore = lastTooLong;
    }

    /** Counts what was read, and waits when it is too much: also for what is dropped, as reading it costs the same. */
    void admitBytes(int count) throws InterruptedException {
        delay(bytes.admit(count, clock.nanos()));
    }

    /** Counts a line as so many, and waits when it is too much. */
    void admitLine(int weight, long now) throws InterruptedException {
        delay(lines.admit(weight, now));
    }

    /** The command, or a refusal: coming, going, naming and topics are told to whole rooms, of these there may be fewer. */
    Command admit(Command command, long now) {
        return command.isChurn() && !churn.tryAdmit(now) ? TOO_MUCH_CHURN : command;
    }

    /** Counts a line that was too long; whether it is the third within a minute. */
    boolean isThirdTooLong(long now) {
        boolean third = now - tooLongBefore < MINUTE_NANOS;
        tooLongBefore = lastTooLong;
        lastTooLong = now;
        return third;
    }

    /** How often it was made to wait. Asked by any thread. */
    int delays() {
        return delays;
    }

    private void delay(long nanos) throws InterruptedException {
        if (nanos == 0) {
            return;
        }
        metrics.floodDelayed();
        delays++; // by one thread only, and seen by all
        if (delays == 1) {
            notice.accept("you send faster than is read: your lines are delayed, none is lost");
        }
        clock.sleep(nanos);
    }
}
