package dev.parley.database;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Asks the database on a thread of its own, where that may take longer than a moment: SQLite holds its thread all the time, and
 * a virtual one would keep one of the few that carry everyone's.
 */
public final class OwnThread {
    private OwnThread() {}

    public static <T> T of(Supplier<T> work) {
        var task = new FutureTask<>(work::get);
        Thread.ofPlatform().name("database").daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new DataAccessResourceFailureException("Could not ask the database", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataAccessResourceFailureException("Stopped while asking the database", e);
        }
    }
}
