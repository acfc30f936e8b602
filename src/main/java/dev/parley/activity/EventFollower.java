package dev.parley.activity;

import dev.parley.time.MonotonicClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Queue of events for one follower. At most {@value #MAX_PENDING} events wait in it. One more stops the follower,
 * because events are not delayed for a slow follower. A follower that takes none of its waiting events for
 * {@value #STUCK_SECONDS} s is evicted. The queue is filled by the thread that delivers events, and emptied by the
 * follower's own thread, which creates it.
 */
public final class EventFollower implements AutoCloseable {
    static final int MAX_PENDING = 10_000;
    static final int STUCK_SECONDS = 60;

    /** Wakes the follower's thread, and is not sent. */
    private static final ActivityRecord PROBE = new ActivityRecord(null, "probe", null, null, null, null, "");

    private final LinkedBlockingQueue<ActivityRecord> queue = new LinkedBlockingQueue<>(MAX_PENDING);
    private final AtomicBoolean probed = new AtomicBoolean();
    private final Thread thread = Thread.currentThread();
    private final String caller;
    private final EventFilter filter;
    private final Replay replay;
    private final ActivityLog activity;
    private final MonotonicClock time;
    private volatile long lastProgress;
    private volatile boolean overflowed;
    private volatile boolean ended;

    /** Events that the follower missed since its last gap. Guarded by the log. */
    private long missed;

    /** @param replay events before the follower was added; newer events are in its queue */
    EventFollower(String caller, EventFilter filter, Replay replay, ActivityLog activity, MonotonicClock time) {
        this.caller = caller;
        this.filter = filter;
        this.replay = replay;
        this.activity = activity;
        this.time = time;
        this.lastProgress = time.nanos();
    }

    String caller() {
        return caller;
    }

    /** Returns the replay of the stored events that the follower has missed, oldest first. */
    public Replay replay() {
        return replay;
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

    /** Makes the follower send something, which fails if its client is gone. */
    void probe() {
        if (probed.compareAndSet(false, true)) {
            queue.offer(PROBE); // where the queue is full, something is being sent
        }
    }

    /** Whether something is to be sent, even if there is no event. */
    public boolean takeProbe() {
        return probed.getAndSet(false);
    }

    /** Records that a part of the replay was sent. */
    public void progressed() {
        lastProgress = time.nanos();
    }

    /** Stops the follower and makes room for another, if none of its waiting events were taken for too long. */
    void evictIfStuck() {
        if (!queue.isEmpty() && time.nanos() - lastProgress > TimeUnit.SECONDS.toNanos(STUCK_SECONDS)) {
            overflowed = true;
            close();
            thread.interrupt(); // it may be blocked in a write
        }
    }

    void end() {
        ended = true;
    }

    /** Takes the waiting events. If none is waiting, waits for one or for a probe, but at most for this time. */
    public List<ActivityRecord> take(Duration longest) throws InterruptedException {
        progressed();
        List<ActivityRecord> taken = new ArrayList<>();
        ActivityRecord first = queue.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            taken.add(first);
            queue.drainTo(taken);
        }
        progressed();
        taken.removeIf(event -> event == PROBE);
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
