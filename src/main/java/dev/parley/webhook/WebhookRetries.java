package dev.parley.webhook;

import java.time.Duration;

/**
 * Retry policy of webhooks.
 *
 * @param attempts most attempts to send an event; after the last one, the event is given up
 * @param firstWait wait after the first attempt; each later wait is twice as long as the one before
 * @param maxWait longest wait
 * @param timeout timeout of one attempt, from the lookup of the host name to the response
 * @param storedEvery shortest time between two updates of the stored position; after a crash, events after the stored
 *     position are sent again
 */
record WebhookRetries(int attempts, Duration firstWait, Duration maxWait, Duration timeout, Duration storedEvery) {
    static final WebhookRetries DEFAULT = new WebhookRetries(
            10, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofSeconds(1));

    /**
     * Smallest factor by which a wait is multiplied. The factor is random, so that webhooks that failed at the same
     * time do not all retry at the same time.
     */
    private static final double MIN_JITTER = 0.8;

    /**
     * Returns the wait after this attempt.
     *
     * @param random random number from 0 to 1
     */
    Duration waitAfter(int attempt, double random) {
        double doubled = firstWait.toNanos() * Math.pow(2, attempt - 1);
        double wait = Math.min(doubled, maxWait.toNanos());
        return Duration.ofNanos((long) (wait * (MIN_JITTER + (1 - MIN_JITTER) * random)));
    }
}
