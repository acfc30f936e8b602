package dev.parley.database;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Runs database calls that may be slow, each on a platform thread. SQLite blocks its thread, and a blocked virtual
 * thread would block one of the few carrier threads. Safe for any thread. A task MUST NOT wait for a lock that a caller
 * of {@link #call} holds.
 */
public final class DatabaseExecutor implements AutoCloseable {
    /** Tasks that run at a time; others wait in the queue. */
    private static final int THREADS = 8;

    /** Tasks that wait; further calls fail with a {@link BusyException}. */
    private static final int MAX_QUEUED = 64;

    private static final long CLOSE_TIMEOUT_SECONDS = 3;

    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_QUEUED),
            DatabaseThread::new,
            new ThreadPoolExecutor.AbortPolicy());

    /** Signals that the queue is full or the service is stopping. The call was not started and never will be. */
    public static final class BusyException extends DataAccessResourceFailureException {
        private static final long serialVersionUID = 1;

        BusyException(Throwable cause) {
            super("Too many requests wait for the database", cause);
        }
    }

    private static final class DatabaseThread extends Thread {
        DatabaseThread(Runnable work) {
            super(work, "database");
            setDaemon(true);
        }
    }

    /**
     * Runs a task and waits for its result. If the caller is interrupted, it stops waiting, but the task is still run.
     * A call from within a task runs on the task's own thread; if it were queued, all threads could wait for each other
     * for ever.
     *
     * @throws BusyException if the task was not accepted
     */
    public <T> T call(Supplier<T> work) {
        if (Thread.currentThread() instanceof DatabaseThread) {
            return work.get();
        }
        var task = new FutureTask<>(work::get);
        try {
            executor.execute(task);
            return task.get();
        } catch (RejectedExecutionException e) {
            throw new BusyException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new DataAccessResourceFailureException("Could not query the database", e);
        } catch (CancellationException e) {
            throw new DataAccessResourceFailureException("Stopped before the query", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataAccessResourceFailureException("Stopped during the query", e);
        }
    }

    /** Accepts no more calls, and waits up to 3 s for the accepted ones. Calls that have not started by then fail. */
    @Override
    public void close() {
        executor.shutdown();
        boolean ended = false;
        try {
            ended = executor.awaitTermination(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            executor.shutdownNow().forEach(task -> ((FutureTask<?>) task).cancel(false));
        }
    }
}
