package dev.parley.history;

import java.time.Duration;

/** What storing counts. */
public interface HistoryMetrics {
    HistoryMetrics NONE = duration -> {};

    /** A batch of events was committed. */
    void stored(Duration took);
}
