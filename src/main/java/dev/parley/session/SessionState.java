package dev.parley.session;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What operators are told of a session. Counts are of lines and bytes since it was opened.
 *
 * @param floodDelays how many of its lines were delayed because it sent too many
 */
public record SessionState(
        String id,
        InetAddress address,
        String listener,
        @Nullable Tls tls,
        Instant connectedAt,
        Duration idle,
        long linesIn,
        long linesOut,
        long bytesIn,
        long bytesOut,
        int floodDelays,
        int queuedLines,
        int queuedBytes,
        Duration queuedAge) {}
