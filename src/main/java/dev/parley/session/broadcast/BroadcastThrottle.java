package dev.parley.session.broadcast;

import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Keeps a loud room from closing those who do read. When most of those who were just told are behind, it is not they
 * who are slow: then the chat thread rests, from 1 ms doubling to 64 ms, and with it the readers of those who speak.
 * A few slow clients are never waited for.
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

    /** So many events were told to so many, of whom so many are behind. What one alone hears is no loud room. */
    void record(int events, int hearers, int behindOfThem) {
        if (hearers > 1) {
            recipients += events * hearers;
            behind += events * behindOfThem;
        }
    }

    /** What was told is on its way. */
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
