package dev.parley;

import dev.parley.cluster.LogFollower;
import dev.parley.database.InstanceLock;
import dev.parley.database.StoredState;
import dev.parley.database.Terms;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private static final Logger log = LoggerFactory.getLogger(TermLifecycle.class);

    private final ApplicationContext context;
    private final InstanceLock lock;
    private final Flyway flyway;
    private final Terms terms;
    private final List<StoredState> states;
    private final ChatStart chatStart;
    private final Optional<LogFollower> follower;
    private volatile boolean running;
    private volatile boolean stopping;

    TermLifecycle(
            ApplicationContext context,
            InstanceLock lock,
            Flyway flyway,
            Terms terms,
            List<StoredState> states,
            ChatStart chatStart,
            Optional<LogFollower> follower) {
        this.context = context;
        this.lock = lock;
        this.flyway = flyway;
        this.terms = terms;
        this.states = states;
        this.chatStart = chatStart;
        this.follower = follower;
    }

    @Override
    public void start() {
        SchemaMigration.check(flyway);
        AvailabilityChangeEvent.publish(context, LivenessState.CORRECT);
        if (follower.isPresent()) {
            follow(follower.get());
        } else {
            lead();
        }
        running = true;
    }

    private void leadOrStop() {
        try {
            lead();
        } catch (RuntimeException | Error e) {
            if (!stopping && !lock.isClosed()) {
                log.error("Stopping, because this replica cannot lead", e);
                lock.close(); // so that another can lead at once
                System.exit(1);
            }
        }
    }

    /**
     * Waits until a replica leads, however long that takes. The caller waits for another thread, because Spring
     * interrupts a starting thread only while that thread waits without a time limit.
     */
    private void follow(LogFollower follower) {
        var following = new FutureTask<@Nullable Void>(() -> {
            follower.takeSlot();
            Thread.ofPlatform().name("leader").daemon().start(this::leadOrStop);
            follower.start();
            return null;
        });
        Thread.ofPlatform().name("follower-start").daemon().start(following);
        try {
            following.get();
        } catch (InterruptedException e) {
            stopping = true;
            following.cancel(true);
            throw new IllegalStateException("Stopped while waiting for a leader", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException problem ? problem : new IllegalStateException(e.getCause());
        }
    }

    /** Waits until this process is the writer, and starts the chat. */
    private void lead() {
        awaitLock();
        SchemaMigration.migrate(flyway);
        terms.begin();
        states.forEach(StoredState::load);
        chatStart.start();
        lock.started(terms);
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
        stopping = true;
        follower.ifPresent(LogFollower::close);
        chatStart.stop();
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
