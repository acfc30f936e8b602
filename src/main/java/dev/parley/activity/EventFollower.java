package dev.parley.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who is told what happens. At most {@value #MOST} events wait for it; one more, and it is not told any more, as
 * nobody waits for it. Filled by the thread that tells, emptied by its own.
 */
public final class Follower implements AutoCloseable {
    static final int MOST = 10_000;

    private final LinkedBlockingQueue<Published> queue = new LinkedBlockingQueue<>(MOST);
    private final EventFilter filter;
    private final long after;
    private final long from;
    private final HappeningStore store;
    private final Happenings happenings;
    private volatile boolean overflowed;
    private volatile boolean ended;

    /**
     * @param after the id of the event it has heard last
     * @param from the id of the newest one when it came: what is newer is in its queue, what is older in the store
     */
    Follower(EventFilter filter, long after, long from, HappeningStore store, Happenings happenings) {
        this.filter = filter;
        this.after = after;
        this.from = from;
        this.store = store;
        this.happenings = happenings;
    }

    /** What happened before it came, in order; each call goes on where the one before ended, at last with none. */
    public Replay replay() {
        return new Replay(store, filter, after, from);
    }

    void offer(Published event) {
        if (!overflowed && filter.matches(event) && !queue.offer(event)) {
            overflowed = true;
        }
    }

    void end() {
        ended = true;
    }

    /** What has happened; waits for it, but not longer than that. */
    public List<Published> take(Duration longest) throws InterruptedException {
        List<Published> taken = new ArrayList<>();
        Published first = queue.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            taken.add(first);
            queue.drainTo(taken);
        }
        return taken;
    }

    /** Whether it was too slow, and has missed something. */
    public boolean isOverflowed() {
        return overflowed;
    }

    /** Whether nothing more will come, as the service stops. */
    public boolean isEnded() {
        return ended;
    }

    @Override
    public void close() {
        happenings.forget(this);
    }
}
