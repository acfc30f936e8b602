package dev.parley.kubernetes;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

/** Labels this pod as a standby before it waits for the database, and as the writer when the chat is open. */
class PodRoleLifecycle implements SmartLifecycle {
    private final PodLabel label;
    private volatile boolean running;

    PodRoleLifecycle(PodLabel label) {
        this.label = label;
    }

    @Override
    public void start() {
        running = true;
        label.set(PodRole.STANDBY);
    }

    @EventListener
    void opened(ApplicationReadyEvent ready) {
        label.set(PodRole.WRITER);
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts after the web server, and before the wait for the database. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 4;
    }
}
