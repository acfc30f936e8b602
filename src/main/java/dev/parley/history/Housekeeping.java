package dev.parley.history;

import dev.parley.database.BatchSize;
import dev.parley.database.WriteBudget;
import dev.parley.protocol.EventIds;
import dev.parley.time.TrustedClock;
import java.util.concurrent.ExecutionException;
import java.util.function.IntPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background work on the history: deletes expired events, a few at a time between the commits of new ones, and indexes
 * messages for the search, within the {@link WriteBudget}.
 */
final class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    private final ChatEventStore store;
    private final HistoryLog historyLog;
    private final HistoryProperties properties;
    private final TrustedClock clock;
    private final WriteBudget budget;
    private final BatchSize prunedRows = new BatchSize();
    private final BatchSize indexedRows = new BatchSize();

    Housekeeping(
            ChatEventStore store,
            HistoryLog historyLog,
            HistoryProperties properties,
            TrustedClock clock,
            WriteBudget budget) {
        this.store = store;
        this.historyLog = historyLog;
        this.properties = properties;
        this.clock = clock;
        this.budget = budget;
    }

    /** Deletes expired events, by age only if the clock can be trusted. If this fails, the next run tries again. */
    void prune() {
        try {
            TrustedClock.Status time = clock.status();
            write(() -> store.pruner().reached(time.trusted()));
            if (!time.isAhead()) {
                pruneOlderThan(
                        EventIds.at(time.now().minus(properties.retentionAge()).toEpochMilli()));
            }
            for (String room : store.pruner().rooms()) {
                untilDone(rows -> store.pruner().beyondNewest(room, true, properties.retentionMessages(), rows));
                untilDone(rows -> store.pruner().beyondNewest(room, false, properties.retentionMessages(), rows));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            log.warn("Could not delete old messages: {}", e.toString());
        }
    }

    private void pruneOlderThan(long oldest) throws InterruptedException, ExecutionException {
        untilDone(rows -> store.pruner().olderThan(oldest, rows));
        write(() -> store.lives().prune(oldest));
    }

    /** Indexes messages. The next run retries failures. */
    void index() {
        try {
            boolean more = true;
            while (more) {
                try (var turn = budget.take()) {
                    more = turn.run(() -> store.indexWords(indexedRows.rows()));
                    indexedRows.took(turn.used(), more);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.debug("Could not index messages", e);
        }
    }

    /** @param prune deletes up to a number of rows, and returns whether there may be more */
    private void untilDone(IntPredicate prune) throws InterruptedException, ExecutionException {
        boolean more = true;
        while (more) {
            try (var turn = budget.take()) {
                more = historyLog
                        .runBetweenCommits(() -> turn.run(() -> prune.test(prunedRows.rows())))
                        .get();
                prunedRows.took(turn.used(), more);
            }
        }
    }

    /** Writes in a turn of the budget, between two commits. */
    private void write(Runnable write) throws InterruptedException, ExecutionException {
        try (var turn = budget.take()) {
            historyLog
                    .runBetweenCommits(() -> turn.run(() -> {
                        write.run();
                        return true;
                    }))
                    .get();
        }
    }
}
