package dev.parley.history;

import dev.parley.chat.port.EventLog;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.EventIds;
import dev.parley.time.MonotonicClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.QueryTimeoutException;

/**
 * Stores events in the database. One thread writes all of them.
 *
 * <pre>
 *   SAVING ──a commit takes too long──▶ PAUSED ──the gap is stored──▶ RECOVERED
 *     ▲───────the next commit, which also stores the end of the gap───────┘
 * </pre>
 *
 * <p>If another instance has stored events during the pause, the history stays paused until a restart, because closing
 * the gap would delete those events.
 *
 * <p>Events that are published while the history is paused are delivered as unsaved. They are not stored later, and
 * form the gap. Changes of the chat's state are an exception: the first commit stores them, see {@link UnstoredChanges}.
 */
public final class HistoryLog implements EventLog, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HistoryLog.class);

    /** Longest time to wait for a commit; a longer one pauses the history. */
    static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(2);

    private static final long RETRY_MILLIS = 50;
    private static final long COLLECT_MILLIS = 20;

    private enum State {
        SAVING,
        PAUSED,
        RECOVERED
    }

    private final ChatEventStore store;
    private final HistoryMode mode;
    private final HistoryMetrics metrics;
    private final MonotonicClock time;
    private final long patienceNanos;
    private final long lastStored;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("history").daemon().factory());

    /** Events already delivered but not yet written (mode ASYNC). Also the lock for pausing. */
    private final List<ChatEvent> collected = new ArrayList<>();

    private final UnstoredChanges unstored = new UnstoredChanges();
    private long collectedLateNanos;
    private volatile State state = State.SAVING;
    private volatile @Nullable Batch inFlight;
    private volatile long gapStart;

    /** Highest id that may have been stored before the pause. */
    private volatile long lastBeforePause;

    private volatile @Nullable Exception lastFailure;
    private volatile long last;

    HistoryLog(
            ChatEventStore store,
            HistoryMode mode,
            HistoryMetrics metrics,
            MonotonicClock time,
            InstantSource clock,
            Duration patience) {
        this.store = store;
        this.mode = mode;
        this.metrics = metrics;
        this.time = time;
        this.patienceNanos = patience.toNanos();
        store.closeGap(Math.max(store.lastId(), EventIds.at(clock.millis())));
        this.lastStored = store.lastId();
        this.last = lastStored;
        if (mode == HistoryMode.OFF) {
            store.openGap(lastStored + 1);
        }
    }

    /**
     * Returns the highest id that may have been used before the start, including ids of events that were not stored.
     * Every new id is higher.
     */
    public long lastStored() {
        return lastStored;
    }

    /** Returns the highest id that was given to an event to store. Safe for any thread. */
    long lastId() {
        return last;
    }

    @Override
    public boolean isPaused() {
        return state != State.SAVING;
    }

    @Override
    public int pending() {
        Batch batch = inFlight;
        synchronized (collected) {
            return collected.size() + (batch == null ? 0 : batch.events().size());
        }
    }

    @Override
    public Commit append(List<ChatEvent> events) {
        if (!events.isEmpty()) {
            last = events.getLast().stamp().id();
        }
        List<ChatEvent> kept = mode == HistoryMode.OFF
                ? events.stream().filter(ChatEvent::isAlwaysStored).toList()
                : events;
        return switch (state) {
            case PAUSED -> done(kept, false);
            case SAVING -> kept.isEmpty() ? done(kept, true) : save(kept);
            case RECOVERED -> commit(kept, batch(withUnstored(kept), gapEnd(events)));
        };
    }

    private Commit done(List<ChatEvent> events, boolean isStored) {
        if (!isStored) {
            unstored.add(events);
        }
        return () -> isStored;
    }

    private List<ChatEvent> withUnstored(List<ChatEvent> events) {
        return Stream.concat(unstored.all().stream(), events.stream()).toList();
    }

    private Commit save(List<ChatEvent> events) {
        return mode == HistoryMode.ASYNC ? done(events, collect(events)) : commit(events, batch(events, null));
    }

    /** Returns the id at which to close the gap; null if no history is kept, because then the gap stays open. */
    private @Nullable Long gapEnd(List<ChatEvent> events) {
        if (mode == HistoryMode.OFF) {
            return null;
        }
        return events.isEmpty() ? last : events.getFirst().stamp().id() - 1;
    }

    private Batch batch(List<ChatEvent> events, @Nullable Long gapEnd) {
        return new Batch(events, gapEnd, time.nanos() + patienceNanos);
    }

    /**
     * Begins to store a batch.
     *
     * @param events those of the events in the batch that are new
     */
    private Commit commit(List<ChatEvent> events, Batch batch) {
        try {
            Future<?> stored = writer.submit(() -> store(batch));
            return () -> {
                boolean isStored = isStored(stored, batch);
                if (!isStored) {
                    unstored.add(events);
                }
                return isStored;
            };
        } catch (RejectedExecutionException e) {
            pause(batch.firstId(last), e);
            return done(events, false);
        }
    }

    /** Waits for the end of a commit; pauses the history if it fails or takes too long. */
    private boolean isStored(Future<?> stored, Batch batch) {
        try {
            stored.get(Math.max(0, batch.lateNanos() - time.nanos()), TimeUnit.NANOSECONDS);
            resumed();
            return true;
        } catch (ExecutionException | TimeoutException e) {
            pause(batch.firstId(last), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pause(batch.firstId(last), e);
        }
        return false;
    }

    private void resumed() {
        if (state == State.RECOVERED) {
            unstored.clear();
            log.info("History resumed");
        }
        state = State.SAVING;
    }

    private boolean collect(List<ChatEvent> events) {
        synchronized (collected) {
            if (state != State.SAVING) {
                return false;
            }
            long now = time.nanos();
            Batch batch = inFlight;
            boolean isFirst = collected.isEmpty();
            if (batch != null && batch.isLate(now)) {
                pause(batch.firstId(last), new TimeoutException());
                return false;
            }
            if (!isFirst && now - collectedLateNanos >= 0) {
                pause(collected.getFirst().stamp().id(), new TimeoutException());
                return false;
            }
            collected.addAll(events);
            if (isFirst) {
                collectedLateNanos = now + patienceNanos;
                writer.schedule(this::storeCollected, COLLECT_MILLIS, TimeUnit.MILLISECONDS);
            }
            return true;
        }
    }

    private void storeCollected() {
        Batch batch;
        synchronized (collected) {
            batch = new Batch(List.copyOf(collected), null, collectedLateNanos);
            collected.clear();
        }
        if (!batch.events().isEmpty()) {
            try {
                store(batch);
            } catch (RuntimeException e) {
                unstored.add(batch.events());
                pause(batch.firstId(last), e);
            }
        }
    }

    /** Stores a batch, and retries until it is stored or late. */
    private void store(Batch batch) {
        inFlight = batch;
        try {
            while (!tryToStore(batch)) {
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            inFlight = null;
        }
    }

    /**
     * Tries once to store a batch. The first batch after a pause is not retried, because the chat waits for it, and
     * already waited when the history was paused.
     */
    private boolean tryToStore(Batch batch) {
        long start = time.nanos();
        if (batch.isLate(start)) {
            throw new QueryTimeoutException("too late");
        }
        try {
            store.append(batch.events(), batch.gapEnd());
            lastFailure = null;
            metrics.stored(Duration.ofNanos(time.nanos() - start));
            return true;
        } catch (NestedRuntimeException e) {
            lastFailure = e;
            if (e instanceof ForeignEventException || batch.gapEnd() != null || batch.isLate(time.nanos())) {
                throw e;
            }
            return false;
        }
    }

    private void pause(long from, Exception why) {
        synchronized (collected) {
            if (state != State.PAUSED) {
                unstored.add(collected);
                collected.clear();
                gapStart = from;
                state = State.PAUSED;
                lastBeforePause = last;
                log.warn("History paused, messages are not stored: {}", reason(why));
                boolean isForeign = lastFailure instanceof ForeignEventException;
                lastFailure = null;
                if (!isForeign) {
                    probeSoon();
                }
            }
        }
    }

    private String reason(Exception why) {
        Exception cause = lastFailure == null ? why : lastFailure;
        return cause instanceof TimeoutException
                ? "the database does not respond"
                : String.valueOf(
                        NestedExceptionUtils.getMostSpecificCause(cause).getMessage());
    }

    /** Probes after half of the time that a commit may take. */
    private void probeSoon() {
        if (!writer.isShutdown()) {
            writer.schedule(this::probe, patienceNanos / 2, TimeUnit.NANOSECONDS);
        }
    }

    /** Checks whether the database accepts writes again, by storing the start of the gap. */
    private void probe() {
        try {
            if (store.lastId() > lastBeforePause) {
                log.error("History paused until a restart: another instance of Parley has stored events");
                return;
            }
            store.openGap(gapStart);
            state = State.RECOVERED;
        } catch (RuntimeException e) {
            probeSoon();
        }
    }

    /** Runs a task that writes between two commits. If the task fails, so does the future. */
    <T> Future<T> runBetweenCommits(Callable<T> task) {
        return writer.submit(task);
    }

    /** Waits until all delivered events are stored or have failed. */
    void awaitStored() {
        if (mode == HistoryMode.ASYNC) {
            try {
                writer.submit(this::storeCollected).get(patienceNanos, TimeUnit.NANOSECONDS);
            } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
                log.debug("The newest messages may be missing from the reply", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        awaitStored();
        writer.shutdown();
        writer.awaitTermination(patienceNanos, TimeUnit.NANOSECONDS);
    }
}
