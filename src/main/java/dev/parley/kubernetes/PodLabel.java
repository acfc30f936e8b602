package dev.parley.kubernetes;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Label of this pod with its role. Set on a thread of its own, which tries until it succeeds. */
final class PodLabel implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PodLabel.class);

    private final PodClient client;
    private final Duration pause;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pod-label").daemon().factory());
    private volatile @Nullable PodRole wanted;
    private volatile @Nullable PodRole current;
    private boolean isFailing;

    /** @param pause time between two attempts */
    PodLabel(PodClient client, Duration pause) {
        this.client = client;
        this.pause = pause;
    }

    /** Sets the label soon. A later call replaces an earlier one that has not succeeded yet. */
    void set(PodRole role) {
        wanted = role;
        thread.execute(() -> patch(role));
    }

    /** Returns the role that was set last; null while the label does not show it yet. Safe for any thread. */
    @Nullable
    PodRole current() {
        PodRole role = current;
        return role == wanted ? role : null;
    }

    private void patch(PodRole role) {
        if (role != wanted) {
            return;
        }
        try {
            client.patch(role.mergePatch());
            current = role;
            isFailing = false;
            log.info("The label of this pod is {} now", role);
        } catch (IOException | RuntimeException e) {
            if (!isFailing) {
                log.warn("Could not set the label of this pod, retrying: {}", e.toString());
                isFailing = true;
            }
            thread.schedule(() -> patch(role), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        client.close();
    }
}
