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
 * @param failureIds of what was given up
 * @param random from 0 to 1
 * @param databasePermit one of them at a time asks the database: they are to leave its connections to others
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
