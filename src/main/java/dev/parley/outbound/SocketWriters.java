package dev.parley.outbound;

import dev.parley.time.MonotonicClock;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes to those who have something to read.
 *
 * <p>One walk at a time goes from session to session, one write each in turn, as long as any of them has something to
 * read: while it is on its way more lines come for those it has not reached, and are one write with what waits. Where
 * nothing was written lately, a second walk takes its half of those who are many.
 *
 * <p>A write blocks when its client does not read. Who watches sees it soon, and has another walk go on with the rest. Others
 * may block too: so for some time each walk has a successor that waits for a processor, and gets the walk's own as soon as
 * that blocks.
 */
public final class SocketWriters {
    /** So long a walk may be at one session. */
    private static final long BLOCKED_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long STANDBY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int MIN_SHARED = 128;

    private final Executor threads;
    private final MonotonicClock clock;
    private final Queue<FrameSource> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable WriterLoop> current = new AtomicReference<>();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final AtomicBoolean startingStandby = new AtomicBoolean();
    private volatile long lastIdleNanos;
    private volatile long lastBlockedNanos;

    /** @param threads starts a virtual thread for each */
    public SocketWriters(Executor threads, MonotonicClock clock) {
        this.threads = threads;
        this.clock = clock;
        this.lastIdleNanos = clock.nanos();
        this.lastBlockedNanos = lastIdleNanos - STANDBY_NANOS;
    }

    /** Each of these has begun a drain, which is theirs alone. */
    public void write(Collection<? extends FrameSource> sessions) {
        waiting.addAll(sessions);
        boolean isRested = current.get() == null && clock.nanos() - lastIdleNanos > IDLE_AFTER_NANOS;
        ensureWriter();
        if (isRested && sessions.size() >= MIN_SHARED) {
            var share = new AtomicInteger(sessions.size() / 2);
            threads.execute(new WriterLoop(() -> share.getAndDecrement() > 0));
        }
    }

    /** Closing may take its time too. */
    public void abort(Runnable abort) {
        threads.execute(abort);
    }

    /** While anyone waits there is a walk that is not blocked, and somebody who sees to it. */
    private void ensureWriter() {
        if (!waiting.isEmpty()) {
            startWriterUnlessRunning();
            if (watching.compareAndSet(false, true)) {
                threads.execute(this::watch);
            }
        }
    }

    private void watch() {
        while (current.get() != null && !waiting.isEmpty()) {
            LockSupport.parkNanos(BLOCKED_AFTER_NANOS);
            startWriterUnlessRunning();
        }
        watching.set(false);
        ensureWriter();
    }

    /** Starts a walk, unless there is one that is not blocked. */
    private void startWriterUnlessRunning() {
        WriterLoop last = current.get();
        boolean isBlocked = last != null && last.isBlocked();
        if (!waiting.isEmpty() && (last == null || isBlocked)) {
            if (isBlocked) {
                lastBlockedNanos = clock.nanos();
            }
            var walk = new WriterLoop(() -> false);
            if (current.compareAndSet(last, walk)) {
                threads.execute(walk);
            }
        }
    }

    private boolean keepsStandby(long now) {
        return now - lastBlockedNanos < STANDBY_NANOS;
    }

    private void runStandby() {
        startingStandby.set(false);
        new WriterLoop(() -> keepsStandby(clock.nanos())).run();
    }

    private final class WriterLoop implements Runnable {
        private final BooleanSupplier mayContinue;
        private volatile @Nullable Thread thread;
        private volatile long sinceNanos;

        /** @param mayContinue whether it goes on although another walk is the current one */
        WriterLoop(BooleanSupplier mayContinue) {
            this.mayContinue = mayContinue;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                for (FrameSource next = next(); next != null; next = next()) {
                    long now = clock.nanos();
                    sinceNanos = now;
                    if (keepsStandby(now) && !waiting.isEmpty() && startingStandby.compareAndSet(false, true)) {
                        threads.execute(SocketWriters.this::runStandby);
                    }
                    if (next.write()) {
                        waiting.add(next);
                    }
                }
            } finally {
                if (current.compareAndSet(this, null)) {
                    lastIdleNanos = clock.nanos();
                }
                ensureWriter();
            }
        }

        /** Rather than waiting for a processor, as it may too. */
        boolean isBlocked() {
            Thread walking = thread;
            return walking != null
                    && clock.nanos() - sinceNanos > BLOCKED_AFTER_NANOS
                    && walking.getState() == Thread.State.WAITING;
        }

        /** Null when nobody waits, or it is for another walk to go on. */
        private @Nullable FrameSource next() {
            return current.get() == this || mayContinue.getAsBoolean() ? waiting.poll() : null;
        }
    }
}
