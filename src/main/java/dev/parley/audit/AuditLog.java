package dev.parley.audit;

import dev.parley.database.DatabaseExecutor;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Append-only log of operators' actions, which detects any change of a record. Each action has two records: its request
 * and its result. The request is stored before the action, so that no action is executed without a record. Safe for any
 * thread; waits for the database.
 */
public final class AuditLog {
    private static final int VERIFY_BATCH_SIZE = 1_000;

    private static final long WRITE_TIMEOUT_SECONDS = 3;

    /**
     * Permit to write. The caller acquires it, so that waiting callers occupy no database thread. The task that stores
     * the record releases it.
     */
    private final Semaphore turn = new Semaphore(1);

    /** Lock that lets one caller read at a time, because the chat's commits need the other connections. */
    private final Object reading = new Object();

    private final AuditStore store;
    private final DatabaseExecutor database;
    private final InstantSource clock;

    /** The last record; null if it must be read from the database, because the last write may have failed. */
    private volatile AuditRecord.@Nullable Head head;

    /**
     * Result of verifying that all records are as they were written.
     *
     * @param brokenAt id of the first record that was changed or is missing; null if there is none, or if the last record
     *     is unknown
     * @param problem description of the problem; null if there is none
     * @param head the last record, as it was written
     */
    public record Verified(
            long records, @Nullable Long brokenAt, @Nullable String problem, AuditRecord.Head head) {
        public boolean isValid() {
            return problem == null;
        }
    }

    /** @param reader connections for reads, which may take long */
    public AuditLog(DataSource writer, DataSource reader, DatabaseExecutor database, InstantSource clock) {
        this.store = new AuditStore(writer, reader);
        this.database = database;
        this.clock = clock;
    }

    /**
     * Records the request of an action.
     *
     * @throws DataAccessException if the request cannot be recorded; the action MUST NOT be executed then
     */
    public AuditRecord begin(AuditRecord.AuditedRequest request) {
        return add(request, AuditRecord.BEGUN, null, null, null);
    }

    /**
     * Records the result of an action.
     *
     * @throws DataAccessException if the result cannot be recorded; the request stays recorded
     */
    public AuditRecord end(AuditRecord begun, String result, @Nullable String before, @Nullable String after) {
        return add(begun.request(), result, begun.id(), before, after);
    }

    private AuditRecord add(
            AuditRecord.AuditedRequest request,
            String result,
            @Nullable Long begun,
            @Nullable String before,
            @Nullable String after) {
        if (!takeTurn()) {
            throw new DataAccessResourceFailureException("Too many requests wait for the database");
        }
        try {
            return database.call(() -> addNext(request, result, begun, before, after));
        } catch (DatabaseExecutor.BusyException e) {
            turn.release();
            throw e;
        }
    }

    /** Adds a record. The permit is kept until the record is stored, even if the caller no longer waits. */
    private AuditRecord addNext(
            AuditRecord.AuditedRequest request,
            String result,
            @Nullable Long begun,
            @Nullable String before,
            @Nullable String after) {
        try {
            AuditRecord.Head last = head == null ? stored() : head;
            head = null;
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            var added = AuditRecord.following(last, now, request, result, begun, before, after);
            store.add(added);
            head = added.head();
            return added;
        } finally {
            turn.release();
        }
    }

    private boolean takeTurn() {
        try {
            return turn.tryAcquire(WRITE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public Optional<AuditRecord> find(long id) {
        return store.find(id);
    }

    /** Returns the result record that belongs to a request record. */
    public Optional<AuditRecord> resultOf(AuditRecord begun) {
        return store.resultOf(begun.id());
    }

    /** Returns the last record of an action that put the ban or mute with this id in force. */
    public Optional<AuditRecord> lastRestriction(String id) {
        return page(() -> store.lastRestriction(id));
    }

    /** Returns the last record above an id of an action that made, replaced or removed the ban or mute with this id. */
    public Optional<AuditRecord> lastChange(String id, long above) {
        return page(() -> store.lastChange(id, above));
    }

    /** Returns up to {@code most} matching records that are older than the one with this id, newest first. */
    public List<AuditRecord> before(long id, AuditFilter filter, int most) {
        return page(() -> store.before(id, filter, most));
    }

    private <T> T page(Supplier<T> read) {
        synchronized (reading) {
            return database.call(read);
        }
    }

    /** Reads and verifies all records. Records that are added during the verification may or may not be included. */
    public Verified verify() {
        Optional<AuditRecord.Head> stored = store.head();
        AuditRecord.Head written = head;
        AuditRecord.Head known = written == null ? stored.orElse(AuditRecord.Head.NONE) : written;
        AuditRecord.Head last = AuditRecord.Head.NONE;
        List<AuditRecord> some;
        do {
            long id = last.id();
            some = page(() -> store.after(id, VERIFY_BATCH_SIZE));
            for (AuditRecord next : some) {
                Optional<String> problem = problem(last, next);
                if (problem.isPresent()) {
                    return new Verified(last.id(), next.id(), problem.get(), known);
                }
                last = next.head();
                if (last.id() == known.id() && !last.equals(known)) {
                    return new Verified(
                            last.id() - 1, last.id(), "this is not the record that was written last", known);
                }
            }
        } while (!some.isEmpty());
        return last.id() < known.id()
                ? new Verified(last.id(), last.id() + 1, "this record and all later ones are missing", known)
                : new Verified(last.id(), null, stored.isPresent() ? null : AuditStore.HEAD_MISSING, last);
    }

    private static Optional<String> problem(AuditRecord.Head last, AuditRecord next) {
        if (next.id() != last.id() + 1) {
            return Optional.of("records before this one are missing");
        }
        return next.hash().equals(next.hashAfter(last.hash()))
                ? Optional.empty()
                : Optional.of("this record, or the one before it, was changed");
    }

    private AuditRecord.Head stored() {
        return store.headToFollow().orElseThrow(() -> new DataIntegrityViolationException(AuditStore.HEAD_MISSING));
    }
}
