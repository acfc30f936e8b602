package dev.parley;

import dev.parley.database.InstanceLock;
import dev.parley.database.StoredState;
import dev.parley.database.Terms;
import dev.parley.history.HistoryLog;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the chat when this process becomes the writer of the database, and releases the database after the chat has
 * stopped. The web server is up before, so a process that waits for another one is alive. The ports of the chat open
 * afterwards.
 */
final class TermLifecycle implements SmartLifecycle {
    private final ApplicationContext context;
    private final InstanceLock lock;
    private final Flyway flyway;
    private final Terms terms;
    private final List<StoredState> states;
    private final ChatStart chatStart;
    private final HistoryLog historyLog;
    private volatile boolean running;

    TermLifecycle(
            ApplicationContext context,
            InstanceLock lock,
            Flyway flyway,
            Terms terms,
            List<StoredState> states,
            ChatStart chatStart,
            HistoryLog historyLog) {
        this.context = context;
        this.lock = lock;
        this.flyway = flyway;
        this.terms = terms;
        this.states = states;
        this.chatStart = chatStart;
        this.historyLog = historyLog;
    }

    @Override
    public void start() {
        SchemaMigration.check(flyway);
        AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
        awaitLock();
        SchemaMigration.migrate(flyway);
        terms.begin();
        states.forEach(StoredState::load);
        chatStart.start();
        lock.started(terms);
        running = true;
    }

    private void awaitLock() {
        try {
            lock.acquire();
        } catch (InterruptedException e) {
            // Not restored, because the interrupt would also end Tomcat's wait for its own stop.
            throw new IllegalStateException("Stopped while waiting for the database", e);
        }
    }

    @Override
    public void stop() {
        running = false;
        historyLog.close();
        terms.end();
        lock.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts before everything that writes to the database, and stops after it. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 3;
    }
}
