package dev.parley.webhook;

import java.util.Locale;

/** Counts the results of attempts to send an event. MUST NOT block. */
public interface WebhookMetrics {
    WebhookMetrics NONE = new WebhookMetrics() {};

    /** Result of an attempt. */
    enum Result {
        DELIVERED,
        /** The attempt failed and another one follows. */
        RETRIED,
        /** The attempt failed and was the last one. */
        FAILED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    default void attempted(Result result) {}
}
