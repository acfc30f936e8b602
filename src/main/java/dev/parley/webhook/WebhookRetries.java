package dev.parley.webhook;

import java.time.Duration;

/**
 * Retry policy of webhooks.
 *
 * @param attempts most attempts to send an event, which is then given up
 * @param firstWait wait before the second attempt; each further one waits twice as long
 * @param maxWait longest wait
 * @param timeout of one attempt, from looking up the name to the response
 * @param storedEvery shortest time between two updates of the stored position; after a crash, events after the stored
 *     position are sent again
 */
record WebhookRetries(int attempts, Duration firstWait, Duration maxWait, Duration timeout, Duration storedEvery) {
    static final WebhookRetries DEFAULT = new WebhookRetries(
            10, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofSeconds(1));

    /**
     * Smallest factor by which jitter multiplies a wait, so that webhooks that failed together do not all retry
     * together.
     */
    private static final double MIN_JITTER = 0.8;

    /**
     * Returns the wait after this attempt.
     *
     * @param random from 0 to 1
     */
    Duration waitAfter(int attempt, double random) {
        double doubled = firstWait.toNanos() * Math.pow(2, attempt - 1);
        double wait = Math.min(doubled, maxWait.toNanos());
        return Duration.ofNanos((long) (wait * (MIN_JITTER + (1 - MIN_JITTER) * random)));
    }
}
