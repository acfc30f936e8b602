package dev.parley.activity;

import dev.parley.protocol.EventIds;
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
 * What happened, stored and then told to those who follow it. Whoever publishes never waits: it is stored some moments
 * later, and is lost where nothing can be stored, which is told as a gap. Safe for any thread.
 */
public final class ActivityLog implements AutoCloseable {
    /** So many wait to be stored; more are lost, and counted. */
    private static final int MAX_PENDING = 65_536;

    /** So many are stored in one row, which whoever replays reads at once. */
    private static final int SEGMENT_SIZE = 2_000;

    private static final int PRUNE_BATCH_SIZE = 200;

    /** So many may follow at once; one more is refused. */
    public static final int MAX_FOLLOWERS = 32;

    private static final Logger log = LoggerFactory.getLogger(ActivityLog.class);

    private final List<EventFollower> followers = new CopyOnWriteArrayList<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final ActivityStore store;
    private final Duration maxAge;
    private final long maxCharacters;
    private final InstantSource clock;
    private final EventIds ids;
    private final AtomicLong size;
    private final Object pendingLock = new Object();
    private List<ActivityEvent> pending = new ArrayList<>();
    private long overflowed;

    // Guarded by this.
    private long lastStored;
    private long lost;
    private boolean closed;

    /** Told of each event that is stored, which it then reads, by the thread that stores: MUST NOT block. */
    public interface Watcher {
        void onStored(ActivityRecord event);
    }

    public ActivityLog(ActivityStore store, Duration maxAge, long maxCharacters, InstantSource clock) {
        this.store = store;
        this.maxAge = maxAge;
        this.maxCharacters = maxCharacters;
        this.clock = clock;
        this.lastStored = store.lastId();
        this.ids = new EventIds(clock, lastStored);
        this.size = new AtomicLong(store.size());
    }

    public void publish(ActivityEvent happening) {
        synchronized (pendingLock) {
            if (pending.size() < MAX_PENDING) {
                pending.add(happening);
            } else {
                overflowed++;
            }
        }
    }

    /** An operator has done something, or could not. */
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

    /** Tells that the service is there. Done once before anyone comes, so that what storing needs is loaded when all is scarce. */
    void started() {
        Instant now = ActivityEvent.millis(clock.instant());
        publish(new ActivityEvent.AuditedAction(now, "service", "", "start", "service", "", "started"));
        tick();
    }

    /** Stores and tells what was published since the last call. Called every few moments. */
    public synchronized void flush() {
        if (closed) {
            return;
        }
        List<ActivityEvent> taken = take();
        for (int from = 0; from < taken.size(); from += SEGMENT_SIZE) {
            deliver(taken.subList(from, Math.min(taken.size(), from + SEGMENT_SIZE)));
        }
    }

    /** The same for a schedule, which ends with what fails. */
    void tick() {
        try {
            flush();
        } catch (RuntimeException | Error e) {
            log.error("Some events were not told", e);
        }
    }

    private void deliver(List<ActivityEvent> taken) {
        List<ActivityRecord> numbered = taken.stream()
                .map(happening -> ActivityRecord.of(ids.next(), happening))
                .toList();
        List<ActivityRecord> records = store(numbered)
                ? numbered
                : taken.stream()
                        .map(happening -> ActivityRecord.of(null, happening))
                        .toList();
        records.forEach(event -> {
            log.debug("{}", event.json());
            followers.forEach(follower -> follower.offer(event));
            if (event.id() != null) {
                watchers.forEach(watcher -> watcher.onStored(event));
            }
        });
    }

    /** With what is lost before it, if anything is. */
    private List<ActivityEvent> take() {
        List<ActivityEvent> taken = new ArrayList<>();
        synchronized (pendingLock) {
            lost += overflowed;
            overflowed = 0;
            if (lost > 0 && !pending.isEmpty()) {
                taken.add(
                        new ActivityEvent.Gap(ActivityEvent.millis(clock.instant()), lost, "they could not be stored"));
            }
            taken.addAll(pending);
            pending = new ArrayList<>();
        }
        return taken;
    }

    private boolean store(List<ActivityRecord> events) {
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
                        "Events are not stored until the database can be written again: {}",
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            }
            lost += events.size();
            return false;
        }
    }

    private static long id(ActivityRecord event) {
        Long id = event.id();
        return id == null ? 0 : id;
    }

    /**
     * Tells somebody what happens from now on, until it is closed. Empty when there are too many.
     *
     * @param after the id of the event after which it follows; null for the newest
     */
    public synchronized Optional<EventFollower> follow(EventFilter filter, @Nullable Long after) {
        if (closed || followers.size() >= MAX_FOLLOWERS) {
            return Optional.empty();
        }
        long heard = after == null ? lastStored : after;
        var follower = new EventFollower(filter, heard, lastStored, store, this);
        followers.add(follower);
        return Optional.of(follower);
    }

    /** @return the id of the newest event it is not told of */
    public synchronized long watch(Watcher watcher) {
        watchers.add(watcher);
        return lastStored;
    }

    /** The id of the newest event that is stored. */
    public synchronized long newest() {
        return lastStored;
    }

    public void forget(Watcher watcher) {
        watchers.remove(watcher);
    }

    /** What was stored after the event with this id, until now. */
    public synchronized Replay replay(EventFilter filter, long after) {
        return new Replay(store, filter, after, lastStored);
    }

    void forget(EventFollower follower) {
        followers.remove(follower);
    }

    /** Forgets what is too old, and the oldest of what is too much: a few at a time, as the chat's commits wait meanwhile. */
    void prune() {
        long oldest = clock.instant().minus(maxAge).toEpochMilli();
        try {
            boolean more = true;
            while (more) {
                more = forgetSome(oldest);
            }
        } catch (RuntimeException e) {
            log.debug("Events could not be forgotten", e);
        }
    }

    /** Whether there may be more. */
    private boolean forgetSome(long oldest) {
        long left = size.get();
        long last = 0;
        int count = 0;
        for (ActivityStore.Old segment : store.oldest(PRUNE_BATCH_SIZE)) {
            if (segment.at() >= oldest && left <= maxCharacters) {
                break;
            }
            left -= segment.size();
            last = segment.lastId();
            count++;
        }
        if (count > 0) {
            store.forgetUpTo(last);
            size.set(left);
        }
        return count == PRUNE_BATCH_SIZE;
    }

    /** Stores and tells what is left, and ends those who follow. */
    @Override
    public synchronized void close() {
        flush();
        closed = true;
        followers.forEach(EventFollower::end);
    }
}
