package dev.parley.webhook;

import dev.parley.activity.ActivityEvent;
import dev.parley.activity.ActivityLog;
import dev.parley.activity.ActivityRecord;
import dev.parley.activity.Replay;
import dev.parley.protocol.TextSanitizer;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Sends the events of one webhook in order, on a thread of its own. Each event is sent after the previous one is
 * delivered or given up. The dispatcher reads the events from the store, and resumes at its stored position after a
 * restart. Events whose delivery was not stored yet when the process ended are sent again.
 */
final class WebhookDispatcher implements ActivityLog.Watcher {
    private static final Logger log = LoggerFactory.getLogger(WebhookDispatcher.class);

    /**
     * Interval at which the stored position advances past events that the filter skips. Otherwise pruning those events
     * would be reported as a gap.
     */
    private static final Duration POSITION_INTERVAL = Duration.ofMinutes(1);

    private static final int MAX_ERROR_CHARS = 200;
    private static final int SUCCESS = 200;
    private static final int ABOVE_SUCCESS = 300;

    private final Webhook webhook;
    private final WebhookContext context;
    private final AtomicLong pending = new AtomicLong();
    private final Semaphore woken = new Semaphore(0);
    private final Thread thread;
    private volatile Webhook.DeliveryProgress progress;
    private volatile boolean ending;
    private volatile boolean sending;

    // used by the dispatcher's thread only
    private Webhook.DeliveryProgress saved;
    private long savedAt;
    private boolean counted;

    /** Whether the position is that of the newest event, so that the next event is new and cannot have been pruned. */
    private boolean startsAtNewest;

    /** @param isNew whether no event has been stored since the webhook was created */
    WebhookDispatcher(Webhook webhook, Webhook.DeliveryProgress progress, boolean isNew, WebhookContext context) {
        this.webhook = webhook;
        this.context = context;
        this.progress = progress;
        this.saved = progress;
        this.startsAtNewest = isNew;
        this.savedAt = context.time().nanos();
        this.thread = Thread.ofVirtual().name("webhook-" + webhook.id()).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Ends after the current attempt. Nothing more is sent. */
    void end() {
        ending = true;
        if (!sending) {
            thread.interrupt();
        }
    }

    /** Ends now. The current event may be sent again after the next start. */
    void endNow() {
        thread.interrupt();
    }

    void join(Duration longest) throws InterruptedException {
        thread.join(longest);
    }

    Webhook webhook() {
        return webhook;
    }

    Webhook.WebhookStatus status() {
        Webhook.DeliveryProgress now = progress;
        return new Webhook.WebhookStatus(
                webhook, Math.max(0, pending.get()), now.delivered(), now.failed(), now.lastError());
    }

    @Override
    public void onStored(ActivityRecord event) {
        if (isDue(event)) {
            pending.incrementAndGet();
            woken.release();
        }
    }

    /** Whether the event is for this webhook: the event of its own creation is not. */
    private boolean isDue(ActivityRecord event) {
        return webhook.filter().matches(event) && !isOwnCreation(event);
    }

    private boolean isOwnCreation(ActivityRecord event) {
        return event.type().equals("admin")
                && event.json().contains("\"action\":\"make-webhook\"")
                && event.json().contains("\"result\":\"" + webhook.creationResult() + "\"");
    }

    private void run() {
        try {
            while (!ending) {
                sendOrWait();
            }
        } catch (InterruptedException e) {
            log.debug("Webhook {} stopped", webhook.id());
        } finally {
            context.activityLog().forget(this);
            Thread.interrupted();
            saveAtTheEnd();
        }
    }

    private void sendOrWait() throws InterruptedException {
        try {
            if (!counted) {
                countPending();
            }
            sendAll();
            boolean isUnsaved = !progress.equals(saved);
            Duration longest = isUnsaved ? context.retries().storedEvery() : POSITION_INTERVAL;
            boolean wasWoken = woken.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
            woken.drainPermits();
            if (!wasWoken && isUnsaved) {
                save();
            }
        } catch (RuntimeException e) {
            log.warn("Webhook {} is delayed, retrying: {}", webhook.id(), cause(e));
            context.time()
                    .sleep(context.retries().maxWait().toNanos()
                            / context.retries().attempts());
        }
    }

    private void sendAll() throws InterruptedException {
        for (Replay replay = replay(); replay.hasNext(); replay = replay()) {
            if (!startsAtNewest && !context.withDatabasePermit(replay::isComplete)) {
                send(ActivityRecord.of(
                        null,
                        new ActivityEvent.Gap(context.clock().instant(), null, "older events are no longer kept")));
                countPending();
            }
            startsAtNewest = false;
            for (ActivityRecord event : context.withDatabasePermit(replay::next)) {
                if (isDue(event)) {
                    send(event);
                }
            }
            progress = progress.reaching(replay.reached());
        }
        startsAtNewest = true;
    }

    private Replay replay() {
        return context.activityLog().replay(webhook.filter(), progress.lastEventId());
    }

    /** Counts the pending events, and starts to watch for new ones. */
    private void countPending() throws InterruptedException {
        context.activityLog().forget(this);
        pending.set(0);
        long newest = context.activityLog().watch(this);
        Replay replay = replay();
        while (replay.hasNext()) {
            List<ActivityRecord> some = context.withDatabasePermit(replay::next);
            pending.addAndGet(some.stream()
                    .filter(event -> event.id() != null && event.id() <= newest && isDue(event))
                    .count());
        }
        counted = true;
    }

    /** Sends an event until it is delivered or given up. */
    private void send(ActivityRecord event) throws InterruptedException {
        Long number = event.id();
        String id = number == null ? event.type() + "-" + progress.lastEventId() : number.toString();
        long reached = number == null ? progress.lastEventId() : number;
        for (int attempt = 1; !ending; attempt++) {
            String error = attempt(id, event.json());
            if (error == null) {
                progress = progress.delivering(reached);
                recordResult(event, WebhookMetrics.Result.DELIVERED);
                saveIfDue();
                return;
            }
            progress = progress.failing(error);
            log.debug("Webhook {}: attempt {} to send event {} failed: {}", webhook.id(), attempt, id, error);
            if (attempt >= context.retries().attempts()) {
                giveUp(event, id, reached, attempt);
                return;
            }
            context.metrics().attempted(WebhookMetrics.Result.RETRIED);
            if (!ending) {
                waitAfter(attempt);
            }
        }
        throw new InterruptedException("stopped");
    }

    private void waitAfter(int attempt) throws InterruptedException {
        Duration wait = context.retries().waitAfter(attempt, context.random().getAsDouble());
        context.time().sleep(wait.toNanos());
    }

    /** @return the error, in words for operators; null on success */
    private @Nullable String attempt(String id, String body) throws InterruptedException {
        long timestamp = context.clock().instant().getEpochSecond();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "Parley");
        headers.put("Content-Type", "application/json");
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(timestamp));
        headers.put("webhook-signature", webhook.secret().sign(id, timestamp, body));
        sending = true;
        try {
            int status = context.http()
                    .post(
                            webhook.id(),
                            webhook.url(),
                            headers,
                            body,
                            context.retries().timeout());
            return status >= SUCCESS && status < ABOVE_SUCCESS ? null : "the response has the status " + status;
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped");
            }
            String error = TextSanitizer.clean(String.valueOf(e.getMessage()));
            return error.substring(0, Math.min(error.length(), MAX_ERROR_CHARS));
        } finally {
            sending = false;
        }
    }

    private void giveUp(ActivityRecord event, String id, long reached, int attempts) throws InterruptedException {
        Webhook.DeliveryProgress next = progress.givingUp(reached);
        var failure = new Webhook.Failure(
                context.failureIds().next(),
                id,
                event.type(),
                attempts,
                next.lastError(),
                context.clock().instant());
        context.write(() -> {
            context.store().giveUp(webhook, next, failure);
            return next;
        });
        progress = next;
        saved = next;
        recordResult(event, WebhookMetrics.Result.FAILED);
        log.warn("Webhook {} gave up event {} ({}): {}", webhook.id(), id, event.type(), next.lastError());
    }

    /**
     * Records the end of an event's delivery. A gap was not counted as pending, because it is sent to this webhook
     * only.
     */
    private void recordResult(ActivityRecord event, WebhookMetrics.Result result) {
        context.metrics().attempted(result);
        if (event.id() != null) {
            pending.decrementAndGet();
        }
    }

    private void saveIfDue() throws InterruptedException {
        if (context.time().nanos() - savedAt >= context.retries().storedEvery().toNanos()) {
            save();
        }
    }

    private void save() throws InterruptedException {
        Webhook.DeliveryProgress now = progress;
        context.write(() -> context.store().save(webhook, now));
        saved = now;
        savedAt = context.time().nanos();
    }

    /** Stores the position without a turn of the budget, because a stop does not wait for a turn. */
    private void saveAtTheEnd() {
        try {
            Webhook.DeliveryProgress last = progress;
            if (!last.equals(saved)) {
                context.withDatabasePermit(() -> context.store().save(webhook, last));
            }
        } catch (RuntimeException e) {
            log.warn(
                    "Webhook {} could not save its position and will send its last events again: {}",
                    webhook.id(),
                    cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable String cause(RuntimeException e) {
        return NestedExceptionUtils.getMostSpecificCause(e).getMessage();
    }
}
