package dev.parley.database;

import dev.parley.time.MonotonicClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Limits how long background work holds the write lock, of which a SQLite database has one: {@link #SHARE} of any
 * {@link #WINDOW}, as long as no write takes longer than {@link #MAX_WRITE}. Background work takes turns; messages and
 * operators' actions need none, and wait for at most one write. Safe for any thread.
 */
public final class WriteBudget {
    static final Duration SHARE = Duration.ofMillis(50);
    static final Duration WINDOW = Duration.ofMillis(500);

    /** Expected duration of the next write, unless the last one took longer. */
    static final Duration MAX_WRITE = Duration.ofMillis(40);

    private record Write(long endNanos, long usedNanos) {}

    private final Semaphore permit = new Semaphore(1, true);
    private final MonotonicClock time;

    /** Writes of the last window, the oldest first. Belongs to the turn, as all that follows. */
    private final ArrayDeque<Write> writes = new ArrayDeque<>();

    private long sumNanos;
    private long expectedNanos = MAX_WRITE.toNanos();

    public WriteBudget(MonotonicClock time) {
        this.time = time;
    }

    /** Waits for the next turn. Closing the turn lets others write. */
    public Turn take() throws InterruptedException {
        permit.acquire();
        try {
            forget(time.nanos());
            while (!writes.isEmpty() && sumNanos + expectedNanos > SHARE.toNanos()) {
                long now = time.nanos();
                time.sleep(Math.max(0, leavesNanos(writes.getFirst()) - now));
                forgetFirst();
            }
            return new Turn();
        } catch (InterruptedException e) {
            permit.release();
            throw e;
        }
    }

    private void forget(long now) {
        while (!writes.isEmpty() && leavesNanos(writes.getFirst()) - now <= 0) {
            forgetFirst();
        }
    }

    private static long leavesNanos(Write write) {
        return write.endNanos() + WINDOW.toNanos();
    }

    private void forgetFirst() {
        sumNanos -= writes.removeFirst().usedNanos();
    }

    /** Right to write once, on any thread. */
    public final class Turn implements AutoCloseable {
        private volatile long usedNanos;

        /** Makes a write, and measures it. */
        public <T> T run(Supplier<T> write) {
            long started = time.nanos();
            try {
                return write.get();
            } finally {
                usedNanos = time.nanos() - started;
            }
        }

        /** Returns the duration of the write. */
        public Duration used() {
            return Duration.ofNanos(usedNanos);
        }

        @Override
        public void close() {
            if (usedNanos > 0) {
                writes.addLast(new Write(time.nanos(), usedNanos));
                sumNanos += usedNanos;
                expectedNanos = Math.max(MAX_WRITE.toNanos(), usedNanos);
            }
            permit.release();
        }
    }
}
