package dev.parley.webhook;

import java.time.Duration;

/**
 * How patiently events are sent.
 *
 * @param attempts so many for an event, which is then given up
 * @param firstWait before the second attempt; each further one waits twice as long
 * @param maxWait at most
 * @param timeout of one attempt, from looking up the name to the answer
 * @param storedEvery how often at most it is stored how far a webhook is; after a crash that is sent again
 */
record WebhookRetries(int attempts, Duration firstWait, Duration maxWait, Duration timeout, Duration storedEvery) {
    static final WebhookRetries DEFAULT = new WebhookRetries(
            10, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofSeconds(1));

    /** Least share of a wait that jitter leaves of it, so that many who failed at once do not come back at once. */
    private static final double MIN_JITTER = 0.8;

    /**
     * How long to wait after so many attempts.
     *
     * @param random from 0 to 1
     */
    Duration waitAfter(int attempt, double random) {
        double doubled = firstWait.toNanos() * Math.pow(2, attempt - 1);
        double wait = Math.min(doubled, maxWait.toNanos());
        return Duration.ofNanos((long) (wait * (MIN_JITTER + (1 - MIN_JITTER) * random)));
    }
}
