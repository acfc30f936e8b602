package dev.parley.rest.webhooks;

import dev.parley.activity.EventFilter;
import dev.parley.operator.ActionResult;
import dev.parley.webhook.Webhook;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook, as operators see it.
 *
 * @param types event types to deliver; empty for all types
 * @param pending number of events that are neither delivered nor given up
 * @param failed number of events that were given up
 * @param lastError error of the last attempt that failed; null if no attempt has failed
 */
record WebhookView(
        String id,
        String url,
        List<String> types,
        @Nullable String room,
        @Nullable String nick,
        @Nullable String network,
        Instant createdAt,
        String createdBy,
        long pending,
        long delivered,
        long failed,
        @Nullable String lastError)
        implements ActionResult {
    static WebhookView of(Webhook.WebhookStatus status) {
        Webhook webhook = status.webhook();
        EventFilter filter = webhook.filter();
        return new WebhookView(
                webhook.id(),
                webhook.url().toString(),
                filter.types().stream().sorted().toList(),
                filter.room() == null ? null : filter.room().value(),
                filter.nick() == null ? null : filter.nick().value(),
                filter.network() == null ? null : filter.network().toString(),
                webhook.createdAt(),
                webhook.createdBy(),
                status.pending(),
                status.delivered(),
                status.failed(),
                status.lastError().isEmpty() ? null : status.lastError());
    }

    /**
     * Returns a view without the path of the URL, because more people may read the audit than may see the whole URL.
     */
    WebhookView withoutPath() {
        return new WebhookView(
                id,
                CreateWebhookRequest.origin(url),
                types,
                room,
                nick,
                network,
                createdAt,
                createdBy,
                pending,
                delivered,
                failed,
                lastError);
    }

    @Override
    public String outcome() {
        return "removed " + CreateWebhookRequest.origin(url);
    }

    @Override
    public Object before() {
        return withoutPath();
    }
}
