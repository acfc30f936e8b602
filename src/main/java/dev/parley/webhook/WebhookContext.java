package dev.parley.webhook;

import dev.parley.activity.Happenings;
import dev.parley.protocol.Ids;
import dev.parley.time.Time;
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
        Happenings happenings,
        WebhookStore store,
        WebhookHttpClient http,
        WebhookLimits limits,
        WebhookMetrics metrics,
        Ids numbers,
        InstantSource clock,
        Time time,
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
