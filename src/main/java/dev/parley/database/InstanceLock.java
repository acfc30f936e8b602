package dev.parley.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one process at a time write to the database. The process that holds the lock is the writer; others wait for it.
 * docs/concurrency.md has the states and the rules. While the lock is not held, {@link WriterDataSource} gives out no
 * connections.
 */
public final class InstanceLock implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(InstanceLock.class);
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(250);

    /** Longest wait for a write that is under way when the lock is released. */
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(2);

    /** SQLSTATE of a session that the server ended because it was idle. */
    private static final String IDLE = "57P05";

    private enum State {
        WAITING,
        HELD,
        LOST,
        TAKEN,
        CLOSED
    }

    private final ExclusiveLock lock;
    private final Runnable stop;

    /** Held by the thread that writes in the session. Fair, because the chat writes often. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("instance-lock").daemon().factory());
    private volatile State state = State.WAITING;

    /** Session for writes; null while the lock is not held, and if it belongs to no session. */
    private volatile @Nullable Connection session;

    /** Term of this process; null until the service has started. */
    private volatile @Nullable CurrentTerm term;

    private volatile String endReason = "";

    /** Term of the process that holds the lock. */
    @FunctionalInterface
    public interface CurrentTerm {
        /**
         * Begins another term after the lock was lost and taken again, unless another process has written meanwhile.
         *
         * @param session session that has the lock; null if the lock belongs to no session
         * @param why why the last term ended, as operators see it
         * @return whether this process may write
         */
        boolean resume(@Nullable Connection session, String why) throws SQLException;
    }

    /** @param stop stops this process; called at most once, when another process has taken the lock */
    public InstanceLock(ExclusiveLock lock, Runnable stop) {
        this.lock = lock;
        this.stop = stop;
    }

    /** Takes the lock if it is free; returns the name of the process that holds it, or empty if it is this process. */
    public synchronized Optional<String> tryAcquire() throws IOException, SQLException {
        if (state == State.HELD) {
            return Optional.empty();
        }
        if (state != State.WAITING) {
            return Optional.of("this process, which stops,");
        }
        Optional<String> other = lock.tryLock();
        if (other.isEmpty()) {
            held();
            long millis = CHECK_INTERVAL.toMillis();
            checks.scheduleWithFixedDelay(this::check, millis, millis, TimeUnit.MILLISECONDS);
        }
        return other;
    }

    private void held() {
        endReason = "";
        session = lock.session().orElse(null);
        state = State.HELD;
    }

    /**
     * Waits until this process holds the lock, however long that takes. The caller joins a waiting thread, because
     * Spring interrupts a starting thread only while that thread waits without a time limit.
     */
    public void acquire() throws InterruptedException {
        Thread waiting = Thread.ofPlatform().name("instance-lock-wait").daemon().start(this::tryUntilHeld);
        try {
            waiting.join();
        } catch (InterruptedException e) {
            waiting.interrupt();
            throw e;
        }
        if (!isHeld()) {
            throw new IllegalStateException("The wait for the database has ended");
        }
    }

    private void tryUntilHeld() {
        String last = "";
        Optional<String> other = tryAgain();
        while (other.isPresent()
                && state == State.WAITING
                && !Thread.currentThread().isInterrupted()) {
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
        } catch (IOException | SQLException | RuntimeException e) {
            return Optional.of(
                    String.valueOf(e.getMessage()).lines().findFirst().orElse("it does not respond"));
        }
    }

    private synchronized void awaitRelease() {
        try {
            if (state == State.WAITING) {
                awaitReleaseOrRest();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitReleaseOrRest() throws InterruptedException {
        try {
            lock.awaitRelease(CHECK_INTERVAL);
        } catch (SQLException e) {
            log.debug("The database does not respond", e);
            wait(CHECK_INTERVAL.toMillis());
        }
    }

    /**
     * Notes that the service has read its state, and that the chat sends heartbeats. From now on, a lock that was lost
     * can be used again.
     *
     * @throws IllegalStateException if the lock was lost meanwhile
     */
    public synchronized void started(CurrentTerm current) {
        if (state != State.HELD) {
            throw new IllegalStateException("The lock on the database was lost during the start");
        }
        term = current;
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

    /** Whether this process has given the lock up for good. Safe for any thread. */
    public boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Returns a task that does nothing before the service has started, and while this process is not the writer. */
    public Runnable whileWriter(Runnable task) {
        return () -> {
            if (isStarted() && isHeld()) {
                task.run();
            }
        };
    }

    /** Whether the lock belongs to a session, in which everything is written. */
    boolean belongsToSession() {
        return lock.belongsToSession();
    }

    /** Session for writes; null while the lock is not held. Only the thread that holds {@link #turn} may use it. */
    @Nullable
    Connection session() {
        return session;
    }

    ReentrantLock turn() {
        return turn;
    }

    /** Notes why the server ended the session. */
    void sessionEnded(@Nullable String sqlState) {
        endReason = IDLE.equals(sqlState) ? "idle" : "connection";
    }

    /** Checks the lock, and tries to regain it if it was lost. */
    synchronized void check() {
        if (state == State.HELD && !isStillHeld()) {
            state = State.LOST;
            session = null;
        }
        if (state == State.LOST) {
            regain();
        }
    }

    private boolean isStillHeld() {
        try {
            if (lock.isHeld()) {
                keepSession();
                return true;
            }
            log.warn("The lock on the database was lost");
        } catch (IOException | SQLException | RuntimeException e) {
            log.warn("The lock on the database was lost: {}", e.getMessage());
        }
        return false;
    }

    /** Keeps the session, which may be idle during the start. The chat sends heartbeats afterwards. */
    private void keepSession() throws SQLException {
        Connection current = session;
        if (current != null && !isStarted() && turn.tryLock()) {
            try (Statement statement = current.createStatement()) {
                statement.execute("SELECT 1");
            } finally {
                turn.unlock();
            }
        }
    }

    private void regain() {
        try {
            Optional<String> other = lock.isHeld() ? Optional.empty() : lock.tryLock();
            if (other.isPresent()) {
                taken(other.get() + " uses the database now");
            } else if (term == null) {
                taken("the lock on the database was lost during the start");
            } else if (isResumed()) {
                held();
                log.info("The lock on the database was regained");
            } else {
                taken("another process has used the database meanwhile");
            }
        } catch (IOException | SQLException | RuntimeException e) {
            log.debug("The lock on the database cannot be regained yet", e);
        }
    }

    private boolean isResumed() throws SQLException {
        CurrentTerm current = term;
        return current != null
                && current.resume(lock.session().orElse(null), endReason.isEmpty() ? "connection" : endReason);
    }

    private void taken(String by) {
        state = State.TAKEN;
        lock.abort();
        log.error("Stopping, because {}", by);
        stop.run();
    }

    /**
     * Releases the lock after the write that is under way. A write that takes longer fails with its session, and the
     * lock is free when the session has ended.
     */
    @Override
    public void close() {
        checks.shutdownNow();
        boolean isIdle = awaitTurn();
        try {
            release(isIdle);
        } finally {
            if (isIdle) {
                turn.unlock();
            }
        }
    }

    private boolean awaitTurn() {
        try {
            return turn.tryLock(RELEASE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void release(boolean isIdle) {
        state = State.CLOSED;
        session = null;
        if (isIdle) {
            lock.release();
        } else {
            lock.abort();
        }
    }
}
