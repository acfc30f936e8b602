package dev.parley.outbound;

import dev.parley.time.MonotonicClock;
import java.lang.System.Logger.Level;
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
 * Writer loops that drain the queues of sessions into their sockets.
 *
 * <p>One loop at a time goes from session to session and makes one write to each, as long as any session has output.
 * Lines that are queued for a session before its turn are joined into one write. After an idle time, a large batch is
 * shared with a second loop, which takes half of it.
 *
 * <p>A write blocks when its client does not read. If a loop blocks in a write while other sessions wait, a watchdog
 * starts another loop within about 1 ms. Further writes may block too, so for one second afterwards each loop keeps a
 * standby thread that is ready to run. The standby thread takes over the processor as soon as the loop blocks.
 *
 * <pre>
 *   watchdog:   PARKED ──wake: sessions wait, and this call has not started a loop for one session alone──▶ WATCHING
 *                 ▲─────────────────────────no session waits, seen after `watching` is false────────────────────┘
 * </pre>
 */
public final class SocketWriters {
    private static final System.Logger log = System.getLogger(SocketWriters.class.getName());

    /** Time after which a loop may count as blocked in a write. */
    private static final long BLOCKED_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long STANDBY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_AFTER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int MIN_SHARED = 128;

    private final Executor threads;
    private final MonotonicClock clock;
    private final Queue<FrameSource> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable WriterLoop> current = new AtomicReference<>();
    private final AtomicBoolean startingStandby = new AtomicBoolean();
    private volatile @Nullable Thread watchdog;
    private volatile boolean watching;
    private volatile long lastIdleNanos;
    private volatile long lastBlockedNanos;

    /** @param threads starts a virtual thread for each loop */
    public SocketWriters(Executor threads, MonotonicClock clock) {
        this.threads = threads;
        this.clock = clock;
        this.lastIdleNanos = clock.nanos();
        this.lastBlockedNanos = lastIdleNanos - STANDBY_NANOS;
    }

    /**
     * Starts the watchdog, which runs as long as the process. It is a platform thread, because it is woken for most
     * lines: a virtual thread that parks for a time takes three threads to wake.
     */
    public void start() {
        Thread.ofPlatform().name("watchdog").daemon().start(this::watch);
    }

    /**
     * Writes the output of these sessions. The caller has started a drain of each session, which MUST be the session's
     * only drain.
     */
    public void write(Collection<? extends FrameSource> sessions) {
        waiting.addAll(sessions);
        boolean isRested = current.get() == null && clock.nanos() - lastIdleNanos > IDLE_AFTER_NANOS;
        boolean hasStarted = startWriterUnlessRunning();
        if (isRested && sessions.size() >= MIN_SHARED) {
            var share = new AtomicInteger(sessions.size() / 2);
            threads.execute(new WriterLoop(() -> share.getAndDecrement() > 0));
        }
        if (!hasStarted || sessions.size() > 1) {
            wakeWatchdog();
        }
    }

    /** Runs an abort on a thread of its own, because closing a socket may block. */
    public void abort(Runnable abort) {
        threads.execute(abort);
    }

    /** Makes sure that the watchdog looks for blocked writes while any session waits. */
    private void wakeWatchdog() {
        if (!waiting.isEmpty() && !watching) {
            watching = true;
            LockSupport.unpark(watchdog);
        }
    }

    private void watch() {
        watchdog = Thread.currentThread();
        while (true) {
            if (!waiting.isEmpty()) {
                LockSupport.parkNanos(this, BLOCKED_AFTER_NANOS);
                replaceBlockedWriter();
            } else {
                watching = false;
                if (waiting.isEmpty()) { // a session that is added from now on finds `watching` false
                    LockSupport.park(this);
                }
                watching = true;
            }
        }
    }

    /** Starts a loop if no unblocked loop is running. A failure must not end the watchdog. */
    private void replaceBlockedWriter() {
        try {
            startWriterUnlessRunning();
        } catch (RuntimeException | Error e) {
            log.log(Level.ERROR, "Could not start a writer loop", e);
        }
    }

    /** Starts a loop, unless no session waits or an unblocked loop is running. Returns whether it has started one. */
    private boolean startWriterUnlessRunning() {
        WriterLoop last = current.get();
        boolean isBlocked = last != null && last.isBlocked();
        if (waiting.isEmpty() || last != null && !isBlocked) {
            return false;
        }
        if (isBlocked) {
            lastBlockedNanos = clock.nanos();
        }
        var next = new WriterLoop(() -> false);
        if (!current.compareAndSet(last, next)) {
            return false;
        }
        try {
            threads.execute(next);
        } catch (RuntimeException | Error e) {
            current.compareAndSet(next, null);
            throw e;
        }
        return true;
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

        /** @param mayContinue whether the loop continues although another loop is the current one */
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
                startWriterUnlessRunning();
                wakeWatchdog();
            }
        }

        /** True if the thread is blocked in a write, not merely waiting for a processor. */
        boolean isBlocked() {
            Thread walking = thread;
            return walking != null
                    && clock.nanos() - sinceNanos > BLOCKED_AFTER_NANOS
                    && walking.getState() == Thread.State.WAITING;
        }

        /** Returns the next session; null if no session waits, or if another loop is to continue. */
        private @Nullable FrameSource next() {
            return current.get() == this || mayContinue.getAsBoolean() ? waiting.poll() : null;
        }
    }
}
