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
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long CAREFUL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LATELY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int MANY = 128;

    private final Executor threads;
    private final MonotonicClock time;
    private final Queue<FrameSource> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable WriterLoop> current = new AtomicReference<>();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final AtomicBoolean succeeding = new AtomicBoolean();
    private volatile long endedNanos;
    private volatile long blockedNanos;

    /** @param threads starts a virtual thread for each */
    public SocketWriters(Executor threads, MonotonicClock time) {
        this.threads = threads;
        this.time = time;
        this.endedNanos = time.nanos();
        this.blockedNanos = endedNanos - CAREFUL_NANOS;
    }

    /** Each of these has begun a drain, which is theirs alone. */
    public void write(Collection<? extends FrameSource> sessions) {
        waiting.addAll(sessions);
        boolean isRested = current.get() == null && time.nanos() - endedNanos > LATELY_NANOS;
        attend();
        if (isRested && sessions.size() >= MANY) {
            var share = new AtomicInteger(sessions.size() / 2);
            threads.execute(new WriterLoop(() -> share.getAndDecrement() > 0));
        }
    }

    /** Closing may take its time too. */
    public void abort(Runnable abort) {
        threads.execute(abort);
    }

    /** While anyone waits there is a walk that is not blocked, and somebody who sees to it. */
    private void attend() {
        if (!waiting.isEmpty()) {
            goOn();
            if (watching.compareAndSet(false, true)) {
                threads.execute(this::watch);
            }
        }
    }

    private void watch() {
        while (current.get() != null && !waiting.isEmpty()) {
            LockSupport.parkNanos(PATIENCE_NANOS);
            goOn();
        }
        watching.set(false);
        attend();
    }

    /** Starts a walk, unless there is one that is not blocked. */
    private void goOn() {
        WriterLoop last = current.get();
        boolean isBlocked = last != null && last.isBlocked();
        if (!waiting.isEmpty() && (last == null || isBlocked)) {
            if (isBlocked) {
                blockedNanos = time.nanos();
            }
            var walk = new WriterLoop(() -> false);
            if (current.compareAndSet(last, walk)) {
                threads.execute(walk);
            }
        }
    }

    private boolean isCareful(long now) {
        return now - blockedNanos < CAREFUL_NANOS;
    }

    private void succeed() {
        succeeding.set(false);
        new WriterLoop(() -> isCareful(time.nanos())).run();
    }

    private final class WriterLoop implements Runnable {
        private final BooleanSupplier helps;
        private volatile @Nullable Thread thread;
        private volatile long sinceNanos;

        /** @param helps whether it goes on although another walk is the current one */
        WriterLoop(BooleanSupplier helps) {
            this.helps = helps;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            try {
                for (FrameSource next = next(); next != null; next = next()) {
                    long now = time.nanos();
                    sinceNanos = now;
                    if (isCareful(now) && !waiting.isEmpty() && succeeding.compareAndSet(false, true)) {
                        threads.execute(SocketWriters.this::succeed);
                    }
                    if (next.write()) {
                        waiting.add(next);
                    }
                }
            } finally {
                if (current.compareAndSet(this, null)) {
                    endedNanos = time.nanos();
                }
                attend();
            }
        }

        /** Rather than waiting for a processor, as it may too. */
        boolean isBlocked() {
            Thread walking = thread;
            return walking != null
                    && time.nanos() - sinceNanos > PATIENCE_NANOS
                    && walking.getState() == Thread.State.WAITING;
        }

        /** Null when nobody waits, or it is for another walk to go on. */
        private @Nullable FrameSource next() {
            return current.get() == this || helps.getAsBoolean() ? waiting.poll() : null;
        }
    }
}
