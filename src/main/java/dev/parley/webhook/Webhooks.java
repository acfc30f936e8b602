package dev.parley.webhook;

import dev.parley.activity.EventFilter;
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

/** Where events are sent. Safe for any thread; to make one and to remove one waits for the database. */
public final class Webhooks {
    /** At most so many; one more is refused. */
    public static final int MAX_WEBHOOKS = 20;

    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final List<WebhookDispatcher> dispatchers = new CopyOnWriteArrayList<>();
    private final WebhookContext context;
    private final EventIds ids;

    // Guarded by this.
    private boolean started;

    Webhooks(WebhookContext context) {
        this.context = context;
        List<WebhookStore.Stored> stored = context.store().all();
        stored.forEach(each -> dispatchers.add(new WebhookDispatcher(each.webhook(), each.progress(), false, context)));
        ids = new EventIds(
                context.clock(),
                stored.stream().mapToLong(each -> each.webhook().number()).max().orElse(0));
    }

    synchronized void start() {
        started = true;
        dispatchers.forEach(WebhookDispatcher::start);
    }

    /** What is left is sent after the next start. */
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

    /** Why nothing can be sent there, for people; looks up its name. Empty where it can. */
    public Optional<String> refusal(String url) {
        try {
            context.http().check(WebhookUrl.parse(url), LOOKUP_TIMEOUT);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * It is sent what happens from now on. Empty when there are too many.
     *
     * @param url one that is not refused
     * @throws DataAccessException when it could not be stored, and there is none
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
     * Nothing more is sent there, but for what is being sent. Empty where there is none with this id.
     *
     * @throws DataAccessException when that could not be stored, and it is still there
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

    /** In the order they were made. */
    public List<Webhook.WebhookStatus> all() {
        List<Webhook.WebhookStatus> all = new ArrayList<>();
        dispatchers.forEach(dispatcher -> all.add(dispatcher.status()));
        return all;
    }

    /**
     * What it gave up before that failure, the newest first. Empty where there is none with this id.
     *
     * @throws DataAccessException when they cannot be read
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
