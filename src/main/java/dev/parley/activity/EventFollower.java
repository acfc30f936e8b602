package dev.parley.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who is told what happens. At most {@value #MAX_PENDING} events wait for it; one more, and it is not told any more, as
 * nobody waits for it. Filled by the thread that tells, emptied by its own.
 */
public final class EventFollower implements AutoCloseable {
    static final int MAX_PENDING = 10_000;

    private final LinkedBlockingQueue<ActivityRecord> queue = new LinkedBlockingQueue<>(MAX_PENDING);
    private final EventFilter filter;
    private final long after;
    private final long from;
    private final ActivityStore store;
    private final ActivityLog activity;
    private volatile boolean overflowed;
    private volatile boolean ended;

    /**
     * @param after the id of the event it has heard last
     * @param from the id of the newest one when it came: what is newer is in its queue, what is older in the store
     */
    EventFollower(EventFilter filter, long after, long from, ActivityStore store, ActivityLog activity) {
        this.filter = filter;
        this.after = after;
        this.from = from;
        this.store = store;
        this.activity = activity;
    }

    /** What happened before it came, in order; each call goes on where the one before ended, at last with none. */
    public Replay replay() {
        return new Replay(store, filter, after, from);
    }

    void offer(ActivityRecord event) {
        if (!overflowed && filter.matches(event) && !queue.offer(event)) {
            overflowed = true;
        }
    }

    void end() {
        ended = true;
    }

    /** What has happened; waits for it, but not longer than that. */
    public List<ActivityRecord> take(Duration longest) throws InterruptedException {
        List<ActivityRecord> taken = new ArrayList<>();
        ActivityRecord first = queue.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
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
        activity.forget(this);
    }
}
