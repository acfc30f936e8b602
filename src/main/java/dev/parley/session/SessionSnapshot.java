package dev.parley.session;

import dev.parley.outbound.OutboundQueue;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as operators see it. Lines and bytes are counted since the session was opened.
 *
 * @param linesInPerSecond rate in the last {@link Sessions#RATE_INTERVAL}
 * @param floodDelays number of delays because the client sent too much
 */
public record SessionSnapshot(
        long number,
        InetAddress address,
        String listener,
        @Nullable TlsInfo tls,
        Instant connectedAt,
        Duration idle,
        double linesInPerSecond,
        long linesIn,
        long linesOut,
        long bytesIn,
        long bytesOut,
        int floodDelays,
        int queuedLines,
        int queuedBytes,
        Duration queuedAge) {
    /** Id of the session. */
    public String id() {
        return id(number);
    }

    static String id(long number) {
        return Long.toString(number, Character.MAX_RADIX);
    }

    static SessionSnapshot of(
            long number,
            PeerInfo peer,
            @Nullable TlsInfo tls,
            long now,
            long lastInputNanos,
            TrafficCounters counters,
            int floodDelays,
            OutboundQueue.Fill queued) {
        return new SessionSnapshot(
                number,
                peer.address(),
                peer.listener(),
                tls,
                peer.connectedAt(),
                Duration.ofNanos(now - lastInputNanos),
                counters.linesInPerSecond(),
                counters.linesIn(),
                counters.linesOut(),
                counters.bytesIn(),
                counters.bytesOut(),
                floodDelays,
                queued.lines(),
                queued.bytes(),
                queued.lines() == 0 ? Duration.ZERO : Duration.ofNanos(now - queued.oldestArrivedNanos()));
    }
}
