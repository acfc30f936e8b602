package dev.parley.history;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Reads the database for longer than a moment, on a thread of its own: SQLite holds its thread all the time, and a virtual
 * one would keep one of the few that carry everyone's.
 */
final class LongRead {
    private LongRead() {}

    static <T> T of(Supplier<T> read) {
        var task = new FutureTask<>(read::get);
        Thread.ofPlatform().name("database").daemon().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new DataAccessResourceFailureException("Could not read the database", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataAccessResourceFailureException("Stopped while reading the database", e);
        }
    }
}
