package dev.parley.session;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Writes to those who have something to read, one write each in turn.
 *
 * <p>A writer is a virtual thread that goes from session to session. Before it writes it has another one wait for a
 * carrier: should the write block, its own carrier takes that one, which goes on with the rest. So nobody waits for a
 * client that does not read, there are as many writers at work as there are processors, and a broadcast to thousands
 * starts a few threads.
 */
public final class Writers {
    private final Executor threads;
    private final Queue<Session> sessions = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean standby = new AtomicBoolean();

    /** @param threads starts a virtual thread for each */
    public Writers(Executor threads) {
        this.threads = threads;
    }

    /** Each of these has begun a drain, which is theirs alone. */
    void write(Collection<Session> drained) {
        sessions.addAll(drained);
        callStandby();
    }

    /** Something else that may take its time. */
    void execute(Runnable task) {
        threads.execute(task);
    }

    private void callStandby() {
        if (!sessions.isEmpty() && standby.compareAndSet(false, true)) {
            threads.execute(this::walk);
        }
    }

    private void walk() {
        standby.set(false);
        for (Session next = sessions.poll(); next != null; next = sessions.poll()) {
            callStandby();
            if (next.write()) {
                sessions.add(next);
            }
        }
    }
}
