package dev.parley.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * @param queueBytes at most so many bytes wait for a client; one more line and it is closed, {@code slow-consumer}
 * @param totalQueueBytes at most so many bytes wait for all clients; above, those with most are closed
 * @param linesPerSecond a client's lines above this rate, after the burst, wait in its socket; 0 lifts the limit
 * @param burst so many lines are read at once
 * @param bytesPerSecond as {@code linesPerSecond}, in bytes
 * @param line a line must be finished so long after its first byte, or the session ends, {@code line-timeout}
 * @param login where a login is required it must be done so long after connecting, or the session ends, {@code
 *     auth-timeout}
 * @param behind a client for whom more than a quarter of {@code queueBytes} waits that long is closed
 * @param write a write that takes longer ends the session, {@code write-timeout}
 * @param answers how long the answers to a client that ended its input may take to be written
 * @param flush how long the rest may take to be written before a session that is ended is reset
 * @param finish how long a client has to end its input after the last line was written
 */
public record SessionLimits(
        int queueBytes,
        long totalQueueBytes,
        int linesPerSecond,
        int burst,
        int bytesPerSecond,
        Duration line,
        Duration login,
        Duration behind,
        Duration write,
        Duration answers,
        Duration flush,
        Duration finish) {
    private static final long CHURN_NANOS = TimeUnit.SECONDS.toNanos(6);
    private static final int CHURN_BURST = 60;
    private static final long BYTE_BURST_SECONDS = 2;

    public static SessionLimits of(
            int queueBytes, long totalQueueBytes, int linesPerSecond, int burst, int bytesPerSecond) {
        return new SessionLimits(
                queueBytes,
                totalQueueBytes,
                linesPerSecond,
                burst,
                bytesPerSecond,
                Duration.ofSeconds(300),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2));
    }

    public SessionLimits withLogin(Duration time) {
        return new SessionLimits(
                queueBytes,
                totalQueueBytes,
                linesPerSecond,
                burst,
                bytesPerSecond,
                line,
                time,
                behind,
                write,
                answers,
                flush,
                finish);
    }

    SessionLimits withoutRates() {
        return of(queueBytes, totalQueueBytes, 0, 1, 0);
    }

    /** Nanoseconds in which one more join, leave, name or topic is earned; 0 where the rates are lifted. */
    long churnInterval() {
        return linesPerSecond == 0 ? 0 : CHURN_NANOS;
    }

    /** So many joins, leaves, names and topics at once. */
    int churnBurst() {
        return CHURN_BURST;
    }

    int behindBytes() {
        return queueBytes / 4;
    }

    /** So many bytes are read at once. */
    long byteBurst() {
        return BYTE_BURST_SECONDS * bytesPerSecond;
    }
}
