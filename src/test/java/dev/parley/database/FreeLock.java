package dev.parley.database;

import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;

/** Lock that nobody else wants, and that belongs to no session. */
public final class FreeLock implements ExclusiveLock {
    @Override
    public boolean isHeld() {
        return true;
    }

    @Override
    public Optional<String> tryLock() {
        return Optional.empty();
    }

    @Override
    public void awaitRelease(Duration longest) {}

    @Override
    public Optional<Connection> session() {
        return Optional.empty();
    }

    @Override
    public void release() {}
}
