package dev.parley.webhook;

import dev.parley.activity.ActivityLog;
import dev.parley.protocol.EventIds;
import dev.parley.time.MonotonicClock;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What all webhooks share.
 *
 * @param numbers of what was given up
 * @param random from 0 to 1
 * @param turn one of them at a time asks the database: they are to leave its connections to others
 */
record WebhookContext(
        ActivityLog happenings,
        WebhookStore store,
        WebhookHttpClient http,
        WebhookRetries limits,
        WebhookMetrics metrics,
        EventIds numbers,
        InstantSource clock,
        MonotonicClock time,
        DoubleSupplier random,
        Semaphore turn) {
    <T> T inTurn(Supplier<T> asking) throws InterruptedException {
        turn.acquire();
        try {
            return asking.get();
        } finally {
            turn.release();
        }
    }
}
