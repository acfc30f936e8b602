package dev.parley.history;

import static dev.parley.history.SampleEvents.NOON;

import dev.parley.database.DatabaseFixture;
import dev.parley.database.ReadRefusingDataSource;
import dev.parley.time.MonotonicClock;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;

/** A store of events on every database. */
abstract class HistoryFixture extends DatabaseFixture {
    ChatEventStore store;

    @BeforeEach
    void openStore() {
        store = new ChatEventStore(new ReadRefusingDataSource(dataSource), dataSource, 1);
    }

    static HistoryLog start(ChatEventStore store, HistoryMode mode) {
        return start(store, mode, HistoryLog.COMMIT_TIMEOUT);
    }

    static HistoryLog start(ChatEventStore store, HistoryMode mode, Duration commitTimeout) {
        return start(store, mode, commitTimeout, () -> {});
    }

    static HistoryLog start(ChatEventStore store, HistoryMode mode, Duration commitTimeout, Runnable heartbeat) {
        var historyLog = new HistoryLog(
                store,
                mode,
                HistoryMetrics.NONE,
                MonotonicClock.SYSTEM,
                InstantSource.fixed(NOON),
                commitTimeout,
                heartbeat);
        historyLog.load();
        return historyLog;
    }
}
