package dev.parley.webhook;

import dev.parley.activity.EventFilter;
import dev.parley.database.StoredState;
import dev.parley.protocol.EventIds;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.dao.DataAccessException;

/**
 * All webhooks and their dispatchers. Safe for any thread. Only {@link #make}, {@link #remove} and {@link #failures}
 * wait for the database.
 */
public final class Webhooks implements StoredState {
    /** Most webhooks; further ones are refused. */
    public static final int MAX_WEBHOOKS = 20;

    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final List<WebhookDispatcher> dispatchers = new CopyOnWriteArrayList<>();
    private final WebhookContext context;
    private final EventIds ids;

    // guarded by this
    private boolean started;

    Webhooks(WebhookContext context) {
        this.context = context;
        this.ids = new EventIds(context.clock());
    }

    @Override
    public synchronized void load() {
        context.failureIds().startAbove(context.store().lastFailure());
        for (WebhookStore.Stored stored : context.store().all()) {
            var dispatcher = new WebhookDispatcher(stored.webhook(), stored.progress(), false, context);
            dispatchers.add(dispatcher);
            if (started) {
                dispatcher.start();
            }
            ids.startAbove(stored.webhook().number());
        }
    }

    synchronized void start() {
        started = true;
        dispatchers.forEach(WebhookDispatcher::start);
    }

    /** Stops all dispatchers. Pending events are sent after the next start. */
    synchronized void stop() {
        if (started) {
            started = false;
            dispatchers.forEach(WebhookDispatcher::end);
            joinWithin(CLOSE_TIMEOUT);
            dispatchers.forEach(WebhookDispatcher::endNow);
            joinWithin(CLOSE_TIMEOUT);
        }
    }

    private void joinWithin(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        try {
            for (WebhookDispatcher dispatcher : dispatchers) {
                dispatcher.join(Duration.ofNanos(deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Looks up the host of a URL. Returns the reason why nothing can be sent to the URL, in words for operators; empty
     * if events can be sent.
     */
    public Optional<String> refusal(String url) {
        try {
            context.http().check(WebhookUrl.parse(url), LOOKUP_TIMEOUT);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Creates a webhook, which is sent all events from now on. Returns empty if there are too many webhooks.
     *
     * @param url URL for which {@link #refusal} is empty
     * @throws DataAccessException if the webhook could not be stored; it does not exist then
     */
    public synchronized Optional<Webhook> make(String url, EventFilter filter, String createdBy) {
        if (dispatchers.size() >= MAX_WEBHOOKS) {
            return Optional.empty();
        }
        var webhook = new Webhook(
                ids.next(),
                URI.create(URI.create(url).toASCIIString()),
                WebhookSecret.make(),
                filter,
                context.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                createdBy);
        long newest = context.activityLog().newest();
        context.store().add(webhook, newest);
        var dispatcher = new WebhookDispatcher(webhook, Webhook.DeliveryProgress.from(newest), true, context);
        dispatchers.add(dispatcher);
        if (started) {
            dispatcher.start();
        }
        return Optional.of(webhook);
    }

    /**
     * Removes a webhook. An attempt that is under way is finished, and nothing more is sent. Returns empty if there is
     * no webhook with this id.
     *
     * @throws DataAccessException if the removal could not be stored; the webhook still exists then
     */
    public synchronized Optional<Webhook.WebhookStatus> remove(String id) {
        Optional<WebhookDispatcher> found = find(id);
        found.ifPresent(dispatcher -> {
            context.store().remove(dispatcher.webhook());
            dispatchers.remove(dispatcher);
            dispatcher.end();
        });
        return found.map(WebhookDispatcher::status);
    }

    /** Returns all webhooks in the order in which they were created. */
    public List<Webhook.WebhookStatus> all() {
        List<Webhook.WebhookStatus> all = new ArrayList<>();
        dispatchers.forEach(dispatcher -> all.add(dispatcher.status()));
        return all;
    }

    /**
     * Returns the events that a webhook gave up before the failure with this number, newest first. Returns empty if
     * there is no webhook with this id.
     *
     * @throws DataAccessException if the failures cannot be read
     */
    public Optional<List<Webhook.Failure>> failures(String id, long before, int most) {
        return find(id).map(dispatcher -> context.store().failures(dispatcher.webhook(), before, most));
    }

    private Optional<WebhookDispatcher> find(String id) {
        return dispatchers.stream()
                .filter(dispatcher -> dispatcher.webhook().id().equals(id))
                .findFirst();
    }
}
