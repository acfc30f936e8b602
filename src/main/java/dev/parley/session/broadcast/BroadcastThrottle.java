package dev.parley.session.broadcast;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Slows down the chat when most recipients fall behind, so that a busy room does not disconnect clients that do read.
 * The chat thread then pauses, from 1 ms doubling to 64 ms, and thereby delays the readers of the senders. A few slow
 * clients cause no pause.
 */
final class BroadcastThrottle {
    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(64);

    private final LongConsumer park;
    private long rest = MIN_PAUSE_NANOS;
    private int recipients;
    private int behind;

    BroadcastThrottle(LongConsumer park) {
        this.park = park;
    }

    /**
     * Records one broadcast: its events, its recipients, and how many recipients are behind. Broadcasts with a single
     * recipient are not counted.
     */
    void record(int events, int listening, int behindOfThem) {
        if (listening > 1) {
            recipients += events * listening;
            behind += events * behindOfThem;
        }
    }

    /** Pauses if most recipients were behind. Called when the writes have been started. */
    void rest() {
        if (behind * 2 > recipients) {
            park.accept(rest);
            rest = Math.min(MAX_PAUSE_NANOS, rest * 2);
        } else {
            rest = MIN_PAUSE_NANOS;
        }
        recipients = 0;
        behind = 0;
    }
}
