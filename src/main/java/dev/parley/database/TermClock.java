package dev.parley.database;

import dev.parley.time.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Wall clock of the current term. All writers of one database server take their time from the server: from the clock of
 * a machine that is an hour ahead, idempotency keys and resume tokens would seem to have expired. So everything that is
 * stored, or compared with something stored, has its time from here. Before {@link #start}, and with SQLite, it is the
 * clock of this machine. Safe for any thread.
 */
public final class TermClock implements InstantSource {
    private record Start(Instant instant, long nanos) {}

    private final InstantSource machine;
    private final MonotonicClock time;
    private volatile @Nullable Start start;

    public TermClock(InstantSource machine, MonotonicClock time) {
        this.machine = machine;
        this.time = time;
    }

    /** Continues from the time of the database server. */
    public void start(Instant now) {
        start = new Start(now, time.nanos());
    }

    @Override
    public Instant instant() {
        Start since = start;
        return since == null ? machine.instant() : since.instant().plus(Duration.ofNanos(time.nanos() - since.nanos()));
    }
}
