package dev.parley.history;

import dev.parley.chat.port.EventLog;
import dev.parley.database.StoredState;
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
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;

/**
 * Stores events in the database, on the thread that appends them; in mode ASYNC on a thread of its own, except the
 * first commit after a pause.
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
 * form the gap. Changes of the chat's state are an exception: the first commit stores them, see
 * {@link UnstoredChanges}. A change of a commit that was given up counts as unstored even if the commit succeeds late:
 * the start of the gap deletes the events that it stored, and a change that is stored again is the same.
 */
public final class HistoryLog implements EventLog, StoredState, AutoCloseable {
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
    private final InstantSource clock;
    private final Runnable heartbeat;
    private final long patienceNanos;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("history").daemon().factory());

    /** Held by the thread that writes, as each commit follows the last one. Fair, because the chat commits often. */
    private final Lock writing = new ReentrantLock(true);

    /** Events already delivered but not yet written (mode ASYNC). Also the lock for pausing. */
    private final List<ChatEvent> collected = new ArrayList<>();

    private final UnstoredChanges unstored = new UnstoredChanges();
    private long collectedLateNanos;
    private volatile State state = State.SAVING;
    private volatile @Nullable Batch inFlight;

    /** Batch that {@link #append} stores; null if there is none, or if it was given up. */
    private @Nullable Batch awaited;

    private volatile long gapStart;

    /** Highest id that may have been stored before the pause. */
    private volatile long lastBeforePause;

    private volatile @Nullable Exception lastFailure;
    private volatile long last;
    private volatile long lastStored;

    /** @param heartbeat keeps the lock on the database */
    HistoryLog(
            ChatEventStore store,
            HistoryMode mode,
            HistoryMetrics metrics,
            MonotonicClock time,
            InstantSource clock,
            Duration patience,
            Runnable heartbeat) {
        this.store = store;
        this.mode = mode;
        this.metrics = metrics;
        this.time = time;
        this.clock = clock;
        this.patienceNanos = patience.toNanos();
        this.heartbeat = heartbeat;
    }

    @Override
    public void load() {
        store.closeGap(Math.max(store.lastId(), EventIds.at(clock.millis())));
        lastStored = store.lastId();
        last = lastStored;
        if (mode == HistoryMode.OFF) {
            store.openGap(lastStored + 1);
        }
    }

    /**
     * Returns the highest id that may have been used before the start, including ids of events that were not stored.
     * Every new id is higher.
     */
    long lastStored() {
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
        synchronized (collected) {
            Batch batch = awaited == null ? inFlight : awaited;
            return collected.size() + (batch == null ? 0 : batch.events().size());
        }
    }

    @Override
    public boolean append(List<ChatEvent> events) {
        if (!events.isEmpty()) {
            last = events.getLast().stamp().id();
        }
        List<ChatEvent> kept = mode == HistoryMode.OFF
                ? events.stream().filter(ChatEvent::isAlwaysStored).toList()
                : events;
        return switch (state) {
            case PAUSED -> {
                unstored.add(kept);
                yield false;
            }
            case SAVING -> kept.isEmpty() && !store.hasOtherChanges() || save(kept);
            case RECOVERED -> commit(batch(withUnstored(kept), gapEnd(events)));
        };
    }

    private List<ChatEvent> withUnstored(List<ChatEvent> events) {
        return Stream.concat(unstored.all().stream(), events.stream()).toList();
    }

    private boolean save(List<ChatEvent> events) {
        if (mode != HistoryMode.ASYNC) {
            return commit(batch(events, null));
        }
        boolean isCollected = collect(events);
        if (!isCollected) {
            unstored.add(events);
        }
        return isCollected;
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

    private boolean commit(Batch batch) {
        return write(batch, () -> store(batch), this::resumed);
    }

    /**
     * Keeps the lock on the database. While a commit that was given up still runs, that commit keeps it. A failure
     * pauses the history, as that of a commit does.
     */
    @Override
    public void heartbeat() {
        if (!writer.isShutdown() && writing.tryLock()) {
            try {
                write(batch(List.of(), null), heartbeat, () -> {});
            } finally {
                writing.unlock();
            }
        }
    }

    /**
     * Writes on the calling thread, unless {@link #giveUpLateCommit} ends the wait for it.
     *
     * @param succeeded called if the write was not given up
     */
    private boolean write(Batch batch, Runnable write, Runnable succeeded) {
        synchronized (collected) {
            awaited = batch;
        }
        Throwable failure = null;
        writing.lock();
        try {
            if (writer.isShutdown()) {
                throw new RejectedExecutionException("the history is closed");
            }
            write.run();
        } catch (RuntimeException | Error e) {
            failure = e;
        } finally {
            writing.unlock();
        }
        synchronized (collected) {
            if (awaited != batch) {
                return false;
            }
            if (failure != null) {
                giveUp(batch, failure);
                return false;
            }
            awaited = null;
            succeeded.run();
            return true;
        }
    }

    @Override
    public boolean giveUpLateCommit() {
        synchronized (collected) {
            Batch batch = awaited;
            if (batch == null || !batch.isLate(time.nanos())) {
                return false;
            }
            giveUp(batch, new TimeoutException());
            return true;
        }
    }

    private void giveUp(Batch batch, Throwable why) {
        awaited = null;
        unstored.add(batch.events());
        pause(batch.firstId(last + 1), why);
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
        writing.lock();
        try {
            inFlight = batch;
            while (!tryToStore(batch)) {
                TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
                if (patienceNanos > COMMIT_TIMEOUT.toNanos()) {
                    keepLock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryTimeoutException("interrupted", e);
        } finally {
            inFlight = null;
            writing.unlock();
        }
    }

    /**
     * The thread that repeats a write is alive, so it keeps the lock. Otherwise a lock that is regained could not be
     * used.
     */
    private void keepLock() {
        try {
            heartbeat.run();
        } catch (NestedRuntimeException e) {
            log.debug("The lock on the database cannot be kept now", e);
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
            boolean isLasting = e instanceof DataIntegrityViolationException && !(e instanceof DuplicateKeyException);
            if (e instanceof ForeignEventException
                    || isLasting
                    || batch.gapEnd() != null
                    || batch.isLate(time.nanos())) {
                throw e;
            }
            return false;
        }
    }

    private void pause(long from, Throwable why) {
        synchronized (collected) {
            long first = collected.isEmpty()
                    ? from
                    : Math.min(from, collected.getFirst().stamp().id());
            if (state == State.PAUSED) {
                gapStart = Math.min(gapStart, first);
            } else {
                unstored.add(collected);
                collected.clear();
                gapStart = first;
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

    private String reason(Throwable why) {
        Throwable cause = lastFailure == null ? why : lastFailure;
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
        writing.lock();
        try {
            if (store.lastId() > lastBeforePause) {
                log.error("History paused until a restart: another instance of Parley has stored events");
                return;
            }
            store.openGap(gapStart);
            state = State.RECOVERED;
        } catch (RuntimeException e) {
            probeSoon();
        } finally {
            writing.unlock();
        }
    }

    /** Runs a task that writes between two commits. If the task fails, so does the future. */
    <T> Future<T> runBetweenCommits(Callable<T> task) {
        return writer.submit(() -> {
            writing.lock();
            try {
                return task.call();
            } finally {
                writing.unlock();
            }
        });
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

    /** Waits until everything delivered is stored, as long as for a commit. Nothing is stored after that. */
    @Override
    public void close() {
        awaitStored();
        writer.shutdown();
        try {
            writer.awaitTermination(COMMIT_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
            if (writing.tryLock(COMMIT_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS)) {
                writing.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
