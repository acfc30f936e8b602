package dev.parley.activity;

import dev.parley.database.BatchSize;
import dev.parley.database.StoredState;
import dev.parley.database.WriteBudget;
import dev.parley.protocol.EventIds;
import dev.parley.time.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Log of events, which are stored and then sent to followers. Publishing never waits. An event is stored some moments
 * after it was published, or lost while the database accepts no writes; lost events are reported as a gap. Safe for any
 * thread.
 */
public final class ActivityLog implements StoredState, AutoCloseable {
    /** Most events that wait to be stored; further events are lost and counted. */
    private static final int MAX_PENDING = 65_536;

    /** Most events of one row. A replay reads a row as a whole. */
    private static final int SEGMENT_SIZE = 2_000;

    /** Most followers; further ones are refused. */
    public static final int MAX_FOLLOWERS = 32;

    /** Most followers of one caller; one more is refused. */
    public static final int MAX_FOLLOWERS_PER_CALLER = 8;

    private static final Logger log = LoggerFactory.getLogger(ActivityLog.class);

    private final List<EventFollower> followers = new CopyOnWriteArrayList<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final ActivityStore store;
    private final Duration maxAge;
    private final long maxCharacters;
    private final InstantSource clock;
    private final BatchSize prunedRows = new BatchSize();
    private final MonotonicClock time;
    private final EventIds ids;
    private final AtomicLong size = new AtomicLong();
    private final Object pendingLock = new Object();
    private List<ActivityEvent> pending = new ArrayList<>();
    private long overflowed;

    // guarded by this
    private long lastStored;
    private long lost;
    private boolean closed;

    /**
     * Observer that is notified of stored events and then reads them from the store. Called by the thread that stores
     * events: MUST NOT block.
     */
    public interface Watcher {
        void onStored(ActivityRecord event);
    }

    public ActivityLog(
            ActivityStore store, Duration maxAge, long maxCharacters, InstantSource clock, MonotonicClock time) {
        this.store = store;
        this.maxAge = maxAge;
        this.maxCharacters = maxCharacters;
        this.clock = clock;
        this.time = time;
        this.ids = new EventIds(clock);
    }

    @Override
    public synchronized void load() {
        store.initialize();
        lastStored = store.lastId();
        ids.startAbove(lastStored);
        size.set(store.size());
    }

    public void publish(ActivityEvent activityEvent) {
        synchronized (pendingLock) {
            if (pending.size() < MAX_PENDING) {
                pending.add(activityEvent);
            } else {
                overflowed++;
            }
        }
    }

    /** Returns the time for an event that happens now. */
    public Instant now() {
        return ActivityEvent.millis(clock.instant());
    }

    /** Publishes an operator's action, whether or not it succeeded. */
    public void publishOperatorAction(ActivityEvent.AuditedAction operated, boolean isOfPeople) {
        publish(
                isOfPeople
                        ? new ActivityEvent.Moderated(
                                operated.at(),
                                EventSubject.NOBODY,
                                operated.actor(),
                                operated.action(),
                                operated.target(),
                                operated.reason(),
                                operated.result(),
                                operated.target().startsWith("#")
                                        ? operated.target().split("/", 2)[0]
                                        : null)
                        : operated);
    }

    /**
     * Publishes the start of the service. This happens before any client connects, so that the classes that store
     * events are loaded while memory and file descriptors are free.
     */
    void started() {
        publish(new ActivityEvent.AuditedAction(now(), "service", "", "start", "service", "", "started"));
        tick();
    }

    /**
     * Stores and delivers the events that were published since the last call, and removes stuck followers. Called several
     * times a second.
     */
    public synchronized void flush() {
        if (closed) {
            return;
        }
        followers.forEach(EventFollower::evictIfStuck);
        List<ActivityEvent> taken = take();
        for (int from = 0; from < taken.size(); from += SEGMENT_SIZE) {
            deliver(taken.subList(from, Math.min(taken.size(), from + SEGMENT_SIZE)));
        }
    }

    /** Calls {@link #flush} and logs any failure, because an exception would end the schedule. */
    void tick() {
        try {
            flush();
        } catch (RuntimeException | Error e) {
            log.error("Could not deliver some activity events", e);
        }
    }

    /** Stores and delivers events, after a gap if any were lost before them. */
    private void deliver(List<ActivityEvent> taken) {
        Long gapId = lost == 0 ? null : ids.next();
        List<ActivityRecord> numbered = new ArrayList<>(taken.size() + 1);
        if (gapId != null) {
            numbered.add(gap(gapId, lost));
        }
        taken.forEach(activityEvent -> numbered.add(ActivityRecord.of(ids.next(), activityEvent)));
        boolean isStored = store(numbered, taken.size());
        followers.forEach(follower -> offerGap(follower, isStored ? gapId : null));
        List<ActivityRecord> records = isStored
                ? numbered
                : taken.stream()
                        .map(activityEvent -> ActivityRecord.of(null, activityEvent))
                        .toList();
        records.forEach(event -> {
            log.debug("{}", event.json());
            if (gapId == null || !gapId.equals(event.id())) {
                followers.forEach(follower -> follower.offer(event));
            }
            if (event.id() != null) {
                watchers.forEach(watcher -> watcher.onStored(event));
            }
        });
    }

    /** Reports a gap to a follower that missed something; one that got unstored events live did not miss them. */
    private void offerGap(EventFollower follower, @Nullable Long id) {
        long missed = follower.takeMissed();
        if (missed > 0) {
            follower.offer(gap(id, missed));
        }
    }

    private long overflowed() {
        synchronized (pendingLock) {
            return overflowed;
        }
    }

    private ActivityRecord gap(@Nullable Long id, long count) {
        return ActivityRecord.of(id, new ActivityEvent.Gap(now(), count, "they could not be stored"));
    }

    private List<ActivityEvent> take() {
        synchronized (pendingLock) {
            lost += overflowed;
            followers.forEach(follower -> follower.missed(overflowed));
            overflowed = 0;
            List<ActivityEvent> taken = pending;
            pending = new ArrayList<>();
            return taken;
        }
    }

    /** @param count number of events that are lost if these cannot be stored; without a gap among them */
    private boolean store(List<ActivityRecord> events, int count) {
        long first = id(events.getFirst());
        long last = id(events.getLast());
        String lines = events.stream().map(ActivityRecord::json).collect(Collectors.joining("\n"));
        try {
            store.add(new ActivityStore.Segment(first, last, clock.millis(), lines));
            size.addAndGet(lines.length());
            lastStored = last;
            lost = 0;
            return true;
        } catch (RuntimeException e) {
            if (lost == 0) {
                log.warn(
                        "Events are not stored until the database accepts writes again: {}",
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            }
            lost += count;
            return false;
        }
    }

    private static long id(ActivityRecord event) {
        Long id = event.id();
        return id == null ? 0 : id;
    }

    /**
     * Adds a follower, which receives events until it is closed. Returns empty if there are too many followers in total,
     * or too many of this caller. Those followers are then asked for a sign of life, so that a follower whose client is
     * gone makes room soon.
     *
     * @param caller name of the caller that follows
     * @param after id of the event after which to begin; null to begin after the newest event
     */
    public synchronized Optional<EventFollower> follow(String caller, EventFilter filter, @Nullable Long after) {
        List<EventFollower> own = followers.stream()
                .filter(follower -> follower.caller().equals(caller))
                .toList();
        if (closed || followers.size() >= MAX_FOLLOWERS || own.size() >= MAX_FOLLOWERS_PER_CALLER) {
            (own.size() >= MAX_FOLLOWERS_PER_CALLER ? own : followers).forEach(EventFollower::probe);
            return Optional.empty();
        }
        long afterId = after == null ? lastStored : after;
        var replay = new Replay(store, filter, afterId, lastStored);
        var follower = new EventFollower(caller, filter, replay, this, time);
        follower.missed(after == null ? -overflowed() : lost);
        followers.add(follower);
        return Optional.of(follower);
    }

    /** @return id of the newest event stored so far; the watcher is notified of later events */
    public synchronized long watch(Watcher watcher) {
        watchers.add(watcher);
        return lastStored;
    }

    /** Returns the id of the newest stored event. */
    public synchronized long newest() {
        return lastStored;
    }

    public void forget(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** Returns a replay of the events that were stored after the event with this id and before this call. */
    public synchronized Replay replay(EventFilter filter, long after) {
        return new Replay(store, filter, after, lastStored);
    }

    void forget(EventFollower follower) {
        followers.remove(follower);
    }

    /**
     * Deletes events that are too old, and the oldest events above the size limit. Deletes a few at a time, because the
     * chat's commits wait for each deletion.
     *
     * @param now the time; empty if the clock cannot be trusted, and then no event is too old
     */
    void prune(Optional<Instant> now, WriteBudget budget) {
        long oldest = now.map(time -> time.minus(maxAge).toEpochMilli()).orElse(Long.MIN_VALUE);
        try {
            boolean more = true;
            while (more) {
                try (var turn = budget.take()) {
                    more = turn.run(() -> forgetSome(oldest, prunedRows.rows()));
                    prunedRows.took(turn.used(), more);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.debug("Could not delete old events", e);
        }
    }

    /** Deletes some events; returns whether there may be more to delete. */
    private boolean forgetSome(long oldest, int rows) {
        long stored = size.get();
        long forgotten = 0;
        long last = 0;
        int count = 0;
        for (ActivityStore.Old segment : store.oldest(rows)) {
            if (segment.at() >= oldest && stored - forgotten <= maxCharacters) {
                break;
            }
            forgotten += segment.size();
            last = segment.lastId();
            count++;
        }
        if (count > 0) {
            store.forgetUpTo(last);
            size.addAndGet(-forgotten);
        }
        return count == rows;
    }

    /** Stores and delivers the remaining events, and stops all followers. */
    @Override
    public synchronized void close() {
        flush();
        closed = true;
        followers.forEach(EventFollower::end);
    }
}
