package dev.parley.activity;

import java.util.List;

/** Reads stored events in batches, newest first. Stops at the oldest one that is kept. */
public final class PastEvents {
    private static final int BATCH_SIZE = 5;

    private final ActivityStore store;
    private final EventFilter filter;
    private long to;
    private boolean done;

    /** @param to id of the newest event, which must be the last one of its segment */
    PastEvents(ActivityStore store, EventFilter filter, long to) {
        this.store = store;
        this.filter = filter;
        this.to = to;
    }

    /** Whether there may be more events. */
    public boolean hasNext() {
        return !done;
    }

    /** Returns the matching events of the next batch, which may be empty. */
    public List<ActivityRecord> next() {
        List<ActivityStore.Segment> segments = store.upTo(to, BATCH_SIZE);
        done = segments.isEmpty();
        if (!done) {
            to = segments.getLast().firstId() - 1;
        }
        return segments.stream()
                .flatMap(segment -> segment.lines().lines().toList().reversed().stream())
                .map(ActivityRecord::parse)
                .filter(filter::matches)
                .toList();
    }
}
