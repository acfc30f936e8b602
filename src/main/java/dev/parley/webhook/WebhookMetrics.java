package dev.parley.webhook;

import java.util.Locale;

/** Told what became of each attempt to send an event: MUST NOT block. */
public interface WebhookMetrics {
    WebhookMetrics NONE = new WebhookMetrics() {};

    /** What became of it. */
    enum Result {
        DELIVERED,
        /** It failed, and there will be another. */
        RETRIED,
        /** It failed, and was the last. */
        FAILED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    default void attempted(Result result) {}
}
