package dev.parley.webhook;

import dev.parley.activity.ActivityLog;
import dev.parley.database.WriteBudget;
import dev.parley.protocol.EventIds;
import dev.parley.time.MonotonicClock;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Services that all webhooks share.
 *
 * @param failureIds ids for the records of events that were given up
 * @param random random numbers from 0 to 1
 * @param databasePermit permit to use the database; only one webhook at a time holds it, so that other connections stay
 *     free
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
        Semaphore databasePermit,
        WriteBudget budget) {
    /** Writes in a turn of the budget. */
    <T> T write(Supplier<T> write) throws InterruptedException {
        try (var turn = budget.take()) {
            return withDatabasePermit(() -> turn.run(write));
        }
    }

    <T> T withDatabasePermit(Supplier<T> asking) throws InterruptedException {
        databasePermit.acquire();
        try {
            return asking.get();
        } finally {
            databasePermit.release();
        }
    }
}
