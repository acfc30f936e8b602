package dev.parley.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Queue of events for one follower. At most {@value #MAX_PENDING} events wait in it. One more stops the follower,
 * because events are not delayed for a slow follower. The queue is filled by the thread that delivers events, and
 * emptied by the follower's own thread.
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

    /** Events that the follower missed since its last gap. Guarded by the log. */
    private long missed;

    /**
     * @param after id of the last event that the follower has received
     * @param from id of the newest event when the follower was added; newer events are in its queue, older ones in the
     *     store
     */
    EventFollower(EventFilter filter, long after, long from, ActivityStore store, ActivityLog activity) {
        this.filter = filter;
        this.after = after;
        this.from = from;
        this.store = store;
        this.activity = activity;
    }

    /** Returns a replay of the stored events that the follower has missed, oldest first. */
    public Replay replay() {
        return new Replay(store, filter, after, from);
    }

    void offer(ActivityRecord event) {
        if (!overflowed && filter.matches(event) && !queue.offer(event)) {
            overflowed = true;
        }
    }

    /** Counts events that the follower missed, for the next gap. */
    void missed(long count) {
        missed += count;
    }

    /** Returns the number of events that the follower missed since the last call. */
    long takeMissed() {
        long taken = missed;
        missed = 0;
        return taken;
    }

    void end() {
        ended = true;
    }

    /** Takes the waiting events. If none is waiting, waits for one, but at most for this time. */
    public List<ActivityRecord> take(Duration longest) throws InterruptedException {
        List<ActivityRecord> taken = new ArrayList<>();
        ActivityRecord first = queue.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            taken.add(first);
            queue.drainTo(taken);
        }
        return taken;
    }

    /** Whether the follower was too slow and has missed events. */
    public boolean isOverflowed() {
        return overflowed;
    }

    /** Whether no further event will come, because the service stops. */
    public boolean isEnded() {
        return ended;
    }

    @Override
    public void close() {
        activity.forget(this);
    }
}
