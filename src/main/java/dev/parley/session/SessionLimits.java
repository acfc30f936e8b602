package dev.parley.session;

import dev.parley.session.port.DisconnectReason;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a session.
 *
 * @param queueBytes most bytes queued for a client; a line that exceeds it closes the client, {@code slow-consumer}
 * @param totalQueueBytes most bytes queued for all clients; above it, the clients with the longest queues are closed
 * @param linesPerSecond lines read per second from a client after the burst; further lines wait in its socket; 0 lifts
 *     the limit
 * @param burst number of lines that are read at once
 * @param bytesPerSecond as {@code linesPerSecond}, in bytes
 * @param line time from the first byte of a line to its end; a longer one closes the session, {@code line-timeout}
 * @param login time from connecting to the login, where a login is required; a session that exceeds it is closed,
 *     {@code auth-timeout}
 * @param behind time for which more than a quarter of {@code queueBytes} may be queued; then the client is closed
 * @param write time of one write; a longer one closes the session, {@code write-timeout}
 * @param answers time to write the replies to a client that ended its input
 * @param flush time to write what is still queued before an ended session is reset
 * @param finish time for a client to end its input after the last line was written
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
    /** Most bytes of one write to a client that may be slow; a single longer line is written at once. */
    public static final int SMALL_WRITE_BYTES = 8 * 1024;

    /**
     * Bytes that a client must take without blocking a write before it gets large writes: more than the kernel's
     * buffer.
     */
    static final int FAST_READER_BYTES = 128 * 1024;

    /**
     * Time of one write. At 16 kbit/s, 64 KiB take 33 s. The kernel accepts more only when a third of its own 64 KiB is
     * free.
     */
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(60);

    private static final Duration SLOW_FLUSH_TIMEOUT = Duration.ofSeconds(20);

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
                WRITE_TIMEOUT,
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

    /** Time to write the bye to a slow client, after the write that is under way. */
    Duration slowFlush() {
        return SLOW_FLUSH_TIMEOUT;
    }

    /**
     * Time for a client to end its input after its last line was written. A slow client first has to read what the
     * kernel holds besides the bye.
     */
    Duration finish(@Nullable DisconnectReason reason) {
        return reason == DisconnectReason.SLOW_CONSUMER ? write : finish;
    }

    /** Nanoseconds until one more join, leave, nick change or topic is allowed; 0 if the rates are lifted. */
    long churnInterval() {
        return linesPerSecond == 0 ? 0 : CHURN_NANOS;
    }

    /** Number of joins, leaves, nick changes and topics that are allowed at once. */
    int churnBurst() {
        return CHURN_BURST;
    }

    int behindBytes() {
        return queueBytes / 4;
    }

    /** Number of bytes that are read at once. */
    public long byteBurst() {
        return BYTE_BURST_SECONDS * bytesPerSecond;
    }
}
