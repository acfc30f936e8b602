package dev.parley.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one process at a time write to the database. The process that holds the lock is the writer; others wait for it.
 *
 * <pre>
 *   WAITING ──it is free──▶ HELD ──the session or the file is lost──▶ LOST ──another process has it, or had it──▶ TAKEN:
 *                             ▲────────────────it is free───────────────┘                             this process stops
 * </pre>
 *
 * <p>While the lock is not held, {@link WriterDataSource} gives out no connections.
 */
public final class InstanceLock implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(InstanceLock.class);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);

    private enum State {
        WAITING,
        HELD,
        LOST,
        TAKEN
    }

    private final ExclusiveLock lock;
    private final Runnable stop;
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("instance-lock").daemon().factory());
    private volatile State state = State.WAITING;

    /** Check after a lost lock was regained; null until the service has started. */
    private volatile @Nullable TermCheck term;

    /** Check whether this process was the last writer. */
    @FunctionalInterface
    public interface TermCheck {
        /**
         * Whether no other process has written since the lock was lost.
         *
         * @param session session that has the lock; null if the lock belongs to no session
         */
        boolean isContinued(@Nullable Connection session) throws SQLException;
    }

    /** @param stop stops this process; called at most once, when another process has taken the lock */
    public InstanceLock(ExclusiveLock lock, Runnable stop) {
        this.lock = lock;
        this.stop = stop;
    }

    /** Takes the lock if it is free; returns the name of the process that holds it, or empty if it is this process. */
    public Optional<String> tryAcquire() throws IOException, SQLException {
        Optional<String> other = state == State.HELD ? Optional.empty() : lock.tryLock();
        if (other.isEmpty() && state != State.HELD) {
            state = State.HELD;
            long millis = CHECK_INTERVAL.toMillis();
            checks.scheduleWithFixedDelay(this::check, millis, millis, TimeUnit.MILLISECONDS);
        }
        return other;
    }

    /**
     * Waits until this process holds the lock, however long that takes. The caller joins a waiting thread, because
     * Spring interrupts a starting thread only while that thread waits without a time limit.
     */
    public void acquire() throws InterruptedException {
        Thread waiting = Thread.ofPlatform().name("instance-lock-wait").daemon().start(this::awaitFree);
        try {
            waiting.join();
        } catch (InterruptedException e) {
            waiting.interrupt();
            throw e;
        }
    }

    private void awaitFree() {
        try {
            tryUntilFree();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryUntilFree() throws InterruptedException {
        String last = "";
        Optional<String> other = tryAgain();
        while (other.isPresent()) {
            if (!other.get().equals(last)) {
                last = other.get();
                log.info("Waiting to take over the database: {}", last);
            }
            awaitRelease();
            other = tryAgain();
        }
    }

    private Optional<String> tryAgain() {
        try {
            return tryAcquire().map(name -> name + " uses it");
        } catch (IOException | SQLException e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("it does not respond"));
        }
    }

    private void awaitRelease() throws InterruptedException {
        try {
            lock.awaitRelease(CHECK_INTERVAL);
        } catch (SQLException e) {
            log.debug("The database does not respond", e);
            TimeUnit.MILLISECONDS.sleep(CHECK_INTERVAL.toMillis());
        }
    }

    /**
     * Notes that the service has read its state. From now on, a lock that was lost can be used again.
     *
     * @param check check before it is used again
     */
    public void started(TermCheck check) {
        term = check;
    }

    /** Whether the service has read its state, and does not wait for another process. Safe for any thread. */
    public boolean isStarted() {
        return term != null;
    }

    /** Whether another process waits to take over. Asks the database. Safe for any thread. */
    public boolean isAwaited() {
        return lock.isAwaited();
    }

    /** Whether this process is the writer. Safe for any thread. */
    public boolean isHeld() {
        return state == State.HELD;
    }

    /** Returns a task that does nothing before the service has started, and while this process is not the writer. */
    public Runnable whileWriter(Runnable task) {
        return () -> {
            if (isStarted() && isHeld()) {
                task.run();
            }
        };
    }

    /** Session that has the lock; empty if the lock belongs to no session. */
    Optional<Connection> session() {
        return lock.session();
    }

    /** Checks the lock, and tries to regain it if it was lost. */
    synchronized void check() {
        if (checks.isShutdown()) {
            return;
        }
        if (state == State.HELD && !isStillHeld()) {
            state = State.LOST;
        }
        if (state == State.LOST) {
            regain();
        }
    }

    private boolean isStillHeld() {
        try {
            if (lock.isHeld()) {
                return true;
            }
            log.warn("The lock on the database was lost");
        } catch (IOException | SQLException e) {
            log.warn("The lock on the database was lost: {}", e.getMessage());
        }
        return false;
    }

    private void regain() {
        try {
            Optional<String> other = lock.tryLock();
            if (other.isPresent()) {
                taken(other.get() + " uses the database now");
            } else if (isContinued()) {
                state = State.HELD;
                log.info("The lock on the database was regained");
            } else {
                taken("another process has used the database meanwhile");
            }
        } catch (IOException | SQLException e) {
            log.debug("The lock on the database cannot be regained yet", e);
        }
    }

    private boolean isContinued() throws SQLException {
        TermCheck check = term;
        return check != null && check.isContinued(lock.session().orElse(null));
    }

    private void taken(String by) {
        state = State.TAKEN;
        lock.release();
        log.error("Stopping, because {}", by);
        stop.run();
    }

    @Override
    public void close() {
        checks.shutdownNow();
        synchronized (this) {
            state = State.LOST;
            lock.release();
        }
    }
}
