package dev.parley.history;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.dao.QueryTimeoutException;

/** Limits concurrent reads, so that the writer never waits for a connection. Safe for any thread. */
final class ReadLimiter {
    private static final int TIMEOUT_SECONDS = 2;

    private final Semaphore permits;

    ReadLimiter(int most) {
        permits = new Semaphore(most, true);
    }

    <T> T read(Supplier<T> query) {
        try {
            if (!permits.tryAcquire(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new QueryTimeoutException("too many concurrent reads");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryTimeoutException("interrupted", e);
        }
        try {
            return query.get();
        } finally {
            permits.release();
        }
    }
}
