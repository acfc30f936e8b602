package dev.parley.database;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * Lock on a database, which at most one process can hold. Only one thread at a time may call it, except for {@link
 * #session} and {@link #isAwaited}.
 */
public interface ExclusiveLock {
    /**
     * Whether this process still holds the lock. After an exception the answer is unknown, and the process MUST NOT
     * rely on the lock.
     */
    boolean isHeld() throws IOException, SQLException;

    /**
     * Takes the lock if it is free.
     *
     * @return name of the process that holds the lock; empty if it is this process
     */
    Optional<String> tryLock() throws IOException, SQLException;

    /** Waits until another process may have released the lock, at most for this time. */
    void awaitRelease(Duration longest) throws InterruptedException, SQLException;

    /** Connection whose session has the lock; empty if the lock belongs to no session. Safe for any thread. */
    Optional<Connection> session();

    /** Whether another process waits for the lock. Safe for any thread. */
    default boolean isAwaited() {
        return false;
    }

    /** Whether the lock belongs to a session of a database server. */
    default boolean belongsToSession() {
        return false;
    }

    /** Releases the lock, and wakes a process that waits for it. Does nothing if this process does not hold the lock. */
    void release();

    /** Closes the session that has the lock, or releases the lock if it belongs to no session. */
    default void abort() {
        release();
    }
}
