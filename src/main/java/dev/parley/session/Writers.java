package dev.parley.session;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes to those who have something to read.
 *
 * <p>One walk at a time goes from session to session, one write each in turn, as long as any of them has something to
 * read: while it is on its way more lines come for those it has not reached, and are one write with what waits. A write
 * blocks when its client does not read: then another walk goes on with the rest. Where nothing was written lately, a second
 * walk takes its half of those who are many.
 */
public final class Writers {
    /** So long a walk may be at one session, while others wait. */
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LATELY_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int MANY = 128;

    private final Executor threads;
    private final Time time;
    private final Queue<Session> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Walk> current = new AtomicReference<>();
    private final AtomicBoolean watching = new AtomicBoolean();
    private volatile long endedNanos;

    /** @param threads starts a virtual thread for each */
    public Writers(Executor threads, Time time) {
        this.threads = threads;
        this.time = time;
        this.endedNanos = time.nanos();
    }

    /** Each of these has begun a drain, which is theirs alone. */
    void write(Collection<Session> sessions) {
        waiting.addAll(sessions);
        boolean isRested = current.get() == null && time.nanos() - endedNanos > LATELY_NANOS;
        attend();
        if (isRested && sessions.size() >= MANY) {
            threads.execute(new Walk(sessions.size() / 2));
        }
    }

    /** Something else that may take its time. */
    void execute(Runnable task) {
        threads.execute(task);
    }

    /** While anyone waits there is a walk, and somebody who sees to it that it goes on. */
    private void attend() {
        if (!waiting.isEmpty()) {
            walkAfter(null);
            if (watching.compareAndSet(false, true)) {
                threads.execute(this::watch);
            }
        }
    }

    private void walkAfter(@Nullable Walk last) {
        if (current.get() == last) {
            var walk = new Walk(0);
            if (current.compareAndSet(last, walk)) {
                threads.execute(walk);
            }
        }
    }

    private void watch() {
        Walk seen = null;
        int at = 0;
        for (Walk walk = current.get(); walk != null && !waiting.isEmpty(); walk = current.get()) {
            if (walk == seen && walk.writes == at) {
                walkAfter(walk);
            }
            seen = walk;
            at = walk.writes;
            LockSupport.parkNanos(PATIENCE_NANOS);
        }
        watching.set(false);
        attend();
    }

    private final class Walk implements Runnable {
        private volatile int writes;
        private int share;

        /** @param share of so many it takes care although another walk is the current one */
        Walk(int share) {
            this.share = share;
        }

        @Override
        public void run() {
            try {
                for (Session next = next(); next != null; next = next()) {
                    writes++;
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

        /** Null when nobody waits, or another walk has taken over. */
        private @Nullable Session next() {
            return current.get() == this || share-- > 0 ? waiting.poll() : null;
        }
    }
}
