package dev.parley.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Rate at which the server accepts lines without delaying them, by its default limits: the line that would exceed it
 * waits in this client instead. Not thread-safe.
 */
final class SendRate {
    /** Lines at once. The server allows 20; the others are for lines that the network delivers together. */
    private static final int BURST = 16;

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration TOLERANCE = INTERVAL.multipliedBy(BURST);

    /** Commands that count as five lines. */
    private static final Pattern HEAVY = Pattern.compile(
            "/(who|rooms|help|history|since|login|register|password|drop|resume"
                    + "|kick|ban|unban|announce|clients|mute|unmute)\\b.*",
            Pattern.CASE_INSENSITIVE);

    private static final int HEAVY_LINES = 5;

    private Instant due = Instant.MIN;

    /** Starts again, as the server does for each connection. */
    void reset() {
        due = Instant.MIN;
    }

    /** Returns the number of lines that a line counts for. */
    static int weight(String line) {
        return HEAVY.matcher(line).matches() ? HEAVY_LINES : 1;
    }

    /** Returns the time to wait before a number of lines can be sent. */
    Duration delay(int lines, Instant now) {
        Duration wait = Duration.between(now, next(lines, now)).minus(TOLERANCE);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** Counts lines that are sent. */
    void sent(int lines, Instant now) {
        due = next(lines, now);
    }

    private Instant next(int lines, Instant now) {
        Instant start = due.isAfter(now) ? due : now;
        // The clock may have been set back.
        Instant latest = now.plus(TOLERANCE);
        return (start.isAfter(latest) ? latest : start).plus(INTERVAL.multipliedBy(lines));
    }
}
