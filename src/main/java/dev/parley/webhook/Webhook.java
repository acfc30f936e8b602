package dev.parley.webhook;

import dev.parley.activity.EventFilter;
import java.net.URI;
import java.time.Instant;

/**
 * A receiver of events, with the filter that selects its events.
 *
 * @param number key in the database; the id is this number in a shorter form
 * @param secret secret that signs the requests
 */
public record Webhook(
        long number, URI url, WebhookSecret secret, EventFilter filter, Instant createdAt, String createdBy) {
    public String id() {
        return Long.toString(number, Character.MAX_RADIX);
    }

    /** Returns the result of the action that created it, by which its event is recognized. */
    public String creationResult() {
        return "created " + id();
    }

    /**
     * Progress of the deliveries.
     *
     * @param lastEventId id of the last event that was delivered or given up
     * @param lastError error of the last failed attempt; empty if no attempt has failed
     */
    record DeliveryProgress(long lastEventId, long delivered, long failed, String lastError) {
        static DeliveryProgress from(long reached) {
            return new DeliveryProgress(reached, 0, 0, "");
        }

        DeliveryProgress reaching(long id) {
            return new DeliveryProgress(id, delivered, failed, lastError);
        }

        DeliveryProgress delivering(long id) {
            return new DeliveryProgress(id, delivered + 1, failed, lastError);
        }

        DeliveryProgress failing(String error) {
            return new DeliveryProgress(lastEventId, delivered, failed, error);
        }

        DeliveryProgress givingUp(long id) {
            return new DeliveryProgress(id, delivered, failed + 1, lastError);
        }
    }

    /**
     * A webhook with its progress.
     *
     * @param pending number of stored events that are neither delivered nor given up
     */
    public record WebhookStatus(Webhook webhook, long pending, long delivered, long failed, String lastError) {}

    /**
     * An event whose delivery was given up.
     *
     * @param number key in the database; the newest failure has the highest number
     * @param event id of the event
     */
    public record Failure(long number, String event, String type, int attempts, String lastError, Instant at) {}
}
