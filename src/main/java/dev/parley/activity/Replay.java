package dev.parley.activity;

import java.util.List;

/** Goes through what was stored before somebody came. */
public final class Replay {
    private static final int BATCH_SIZE = 5;

    private final ActivityStore store;
    private final EventFilter filter;
    private final long to;
    private long last;
    private boolean done;

    Replay(ActivityStore store, EventFilter filter, long after, long to) {
        this.store = store;
        this.filter = filter;
        this.to = to;
        this.last = after;
    }

    /** Whether nothing that happened after the event it goes on from has been forgotten. */
    public boolean isComplete() {
        return store.isKept(last);
    }

    /** Whether there may be more. */
    public boolean hasNext() {
        return !done && last < to;
    }

    /** The id of the event up to which all is gone through, be it followed or not. */
    public long reached() {
        return done ? to : Math.min(last, to);
    }

    /** The next of them that are followed, of which there may be none. */
    public List<ActivityRecord> next() {
        long after = last;
        List<ActivityStore.Segment> segments = store.after(after, BATCH_SIZE);
        done = segments.isEmpty();
        if (!done) {
            last = segments.getLast().lastId();
        }
        return segments.stream()
                .flatMap(segment -> segment.lines().lines())
                .map(ActivityRecord::parse)
                .filter(event -> isAsked(event, after))
                .toList();
    }

    private boolean isAsked(ActivityRecord event, long after) {
        Long id = event.id();
        return id != null && id > after && id <= to && filter.matches(event);
    }
}
