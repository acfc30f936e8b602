package dev.parley.history;

import dev.parley.protocol.EventIds;
import dev.parley.time.TrustedClock;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Background work on the history. Deletes expired events, a few at a time between the commits of new events, and
 * indexes messages for the search.
 */
final class Housekeeping {
    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);

    /** Most events that one transaction deletes; new messages wait while it runs. */
    private static final int BATCH_SIZE = 500;

    private final ChatEventStore store;
    private final HistoryLog historyLog;
    private final HistoryProperties properties;
    private final TrustedClock clock;

    Housekeeping(ChatEventStore store, HistoryLog historyLog, HistoryProperties properties, TrustedClock clock) {
        this.store = store;
        this.historyLog = historyLog;
        this.properties = properties;
        this.clock = clock;
    }

    /** Deletes expired events, by age only if the clock can be trusted. If this fails, the next run tries again. */
    void prune() {
        try {
            TrustedClock.Status time = clock.status();
            if (!time.isAhead()) {
                pruneOlderThan(
                        EventIds.at(time.now().minus(properties.retentionAge()).toEpochMilli()));
            }
            historyLog
                    .runBetweenCommits(() -> {
                        store.pruner().reached(time.trusted());
                        return true;
                    })
                    .get();
            for (String room : store.pruner().rooms()) {
                untilDone(() -> store.pruner().beyondNewest(room, true, properties.retentionMessages(), BATCH_SIZE));
                untilDone(() -> store.pruner().beyondNewest(room, false, properties.retentionMessages(), BATCH_SIZE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            log.warn("Could not delete old messages and sessions: {}", e.toString());
        }
    }

    private void pruneOlderThan(long oldest) throws InterruptedException, ExecutionException {
        untilDone(() -> store.pruner().olderThan(oldest, BATCH_SIZE));
        historyLog
                .runBetweenCommits(() -> {
                    store.lives().prune(oldest);
                    return true;
                })
                .get();
    }

    /** Indexes messages. If this fails, the next run or search tries again. */
    void index() {
        try {
            store.indexWords();
        } catch (RuntimeException e) {
            log.debug("Could not index messages", e);
        }
    }

    private void untilDone(Callable<Boolean> prune) throws InterruptedException, ExecutionException {
        boolean more = true;
        while (more) {
            more = historyLog.runBetweenCommits(prune).get();
        }
    }
}
