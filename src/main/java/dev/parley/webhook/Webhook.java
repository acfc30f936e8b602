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
     * @param reached the id of the event up to which it is done
     * @param lastError of the last attempt that failed; empty for none yet
     */
    record Progress(long reached, long delivered, long failed, String lastError) {
        static Progress from(long reached) {
            return new Progress(reached, 0, 0, "");
        }

        Progress reaching(long id) {
            return new Progress(id, delivered, failed, lastError);
        }

        Progress delivering(long id) {
            return new Progress(id, delivered + 1, failed, lastError);
        }

        Progress failing(String error) {
            return new Progress(reached, delivered, failed, error);
        }

        Progress givingUp(long id) {
            return new Progress(id, delivered, failed + 1, lastError);
        }
    }

    /**
     * A webhook, and how it goes.
     *
     * @param pending events that are stored, and neither delivered nor given up
     */
    public record Standing(Webhook webhook, long pending, long delivered, long failed, String lastError) {}

    /**
     * An event that was given up.
     *
     * @param number by which the newest is found
     * @param event its id
     */
    public record Failure(long number, String event, String type, int attempts, String lastError, Instant at) {}
}
