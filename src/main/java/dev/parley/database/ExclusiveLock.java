package dev.parley.database;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** Lock on a database, which at most one process has. Only one thread at a time may call it. */
public interface ExclusiveLock {
    /** Whether this process still has the lock. An exception means that it does not know, and must not rely on it. */
    boolean isHeld() throws IOException, SQLException;

    /**
     * Takes the lock if it is free.
     *
     * @return name of the process that has it; empty when it is this one
     */
    Optional<String> tryLock() throws IOException, SQLException;

    /** Releases the lock. Does nothing if this process does not have it. */
    void release();
}
