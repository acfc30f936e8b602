package dev.parley.webhook;

import dev.parley.activity.ActivityLog;
import dev.parley.protocol.EventIds;
import dev.parley.time.MonotonicClock;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Services that all webhooks share.
 *
 * @param failureIds ids of events that were given up
 * @param random from 0 to 1
 * @param databasePermit permits one of them at a time to use the database, so that they leave its connections to others
 */
record WebhookContext(
        ActivityLog activityLog,
        WebhookStore store,
        WebhookHttpClient http,
        WebhookRetries retries,
        WebhookMetrics metrics,
        EventIds failureIds,
        InstantSource clock,
        MonotonicClock time,
        DoubleSupplier random,
        Semaphore databasePermit) {
    <T> T withDatabasePermit(Supplier<T> asking) throws InterruptedException {
        databasePermit.acquire();
        try {
            return asking.get();
        } finally {
            databasePermit.release();
        }
    }
}
