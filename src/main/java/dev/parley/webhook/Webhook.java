package dev.parley.webhook;

import dev.parley.activity.EventFilter;
import java.net.URI;
import java.time.Instant;

/**
 * Where events are sent, and which.
 *
 * @param number by which it is stored; its id is this in a shorter form
 * @param secret signs what is sent
 */
public record Webhook(
        long number, URI url, WebhookSecret secret, EventFilter filter, Instant createdAt, String createdBy) {
    public String id() {
        return Long.toString(number, Character.MAX_RADIX);
    }

    /**
     * How it goes.
     *
     * @param lastEventId the id of the event up to which it is done
     * @param lastError of the last attempt that failed; empty for none yet
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
     * A webhook, and how it goes.
     *
     * @param pending events that are stored, and neither delivered nor given up
     */
    public record WebhookStatus(Webhook webhook, long pending, long delivered, long failed, String lastError) {}

    /**
     * An event that was given up.
     *
     * @param number by which the newest is found
     * @param event its id
     */
    public record Failure(long number, String event, String type, int attempts, String lastError, Instant at) {}
}
