package dev.parley.database;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prevents two instances of Parley from using the same database, because both would give out the same ids. The lock is
 * taken before the database is read, and checked every second.
 *
 * <pre>
 *   HELD ──a check fails──▶ LOST ──another process has it──▶ TAKEN: this process stops
 *     ▲──────it is free───────┘
 * </pre>
 *
 * <p>While the lock is not held, {@link ExclusiveDataSource} gives out no connections to the database.
 */
public final class InstanceLock implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(InstanceLock.class);
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private enum State {
        HELD,
        LOST,
        TAKEN
    }

    private final ExclusiveLock lock;
    private final Runnable stop;
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("instance-lock").daemon().factory());
    private volatile State state = State.LOST;

    /** @param stop stops this process; called at most once, when another process has taken the lock */
    public InstanceLock(ExclusiveLock lock, Runnable stop) {
        this.lock = lock;
        this.stop = stop;
    }

    /**
     * Takes the lock, and starts checking it every second.
     *
     * @param patience time to wait while another process holds the lock
     * @return name of the process that still holds the lock; empty if it is this process
     */
    public Optional<String> acquire(Duration patience) throws IOException, SQLException {
        Optional<String> other = lock.tryLock();
        if (other.isPresent() && patience.isPositive()) {
            log.warn("The database is in use, waiting up to {} s: {}", patience.toSeconds(), other.get());
        }
        for (Duration left = patience; other.isPresent() && left.isPositive(); left = left.minus(CHECK_INTERVAL)) {
            DatabaseStartupWait.rest(CHECK_INTERVAL);
            other = lock.tryLock();
        }
        if (other.isEmpty()) {
            state = State.HELD;
            long millis = CHECK_INTERVAL.toMillis();
            checks.scheduleWithFixedDelay(this::check, millis, millis, TimeUnit.MILLISECONDS);
        }
        return other;
    }

    boolean isHeld() {
        return state == State.HELD;
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
            if (other.isEmpty()) {
                state = State.HELD;
                log.info("The lock on the database was regained");
            } else {
                state = State.TAKEN;
                log.error("Stopping, because another process uses the database now: {}", other.get());
                stop.run();
            }
        } catch (IOException | SQLException e) {
            log.debug("The lock on the database cannot be regained yet", e);
        }
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
