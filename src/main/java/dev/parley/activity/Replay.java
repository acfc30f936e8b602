package dev.parley.activity;

import java.util.List;

/** Reads stored events in batches, up to the event that was the newest when the replay was created. */
public final class Replay {
    private static final int BATCH_SIZE = 5;

    private final ActivityStore store;
    private final EventFilter filter;
    private final long start;
    private final long to;
    private long last;
    private boolean done;

    Replay(ActivityStore store, EventFilter filter, long after, long to) {
        this.store = store;
        this.filter = filter;
        this.start = after;
        this.to = to;
        this.last = after;
    }

    /** Whether all events after the starting point are still stored. */
    public boolean isComplete() {
        return store.isKept(last);
    }

    /** Whether there may be more events. */
    public boolean hasNext() {
        return !done && last < to;
    }

    /** Returns the id up to which events were read, whether or not they match the filter. */
    public long reached() {
        return done ? to : Math.min(last, to);
    }

    /** Returns the matching events of the next batch, which may be empty. */
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

    /** Returns the events up to the starting point. */
    public PastEvents past() {
        return new PastEvents(store, filter, start);
    }

    private boolean isAsked(ActivityRecord event, long after) {
        Long id = event.id();
        return id != null && id > after && id <= to && filter.matches(event);
    }
}
