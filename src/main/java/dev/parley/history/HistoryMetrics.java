package dev.parley.history;

import java.time.Duration;

/** Measures the storing of events. */
public interface HistoryMetrics {
    HistoryMetrics NONE = duration -> {};

    /** A batch of events was committed. */
    void stored(Duration took);
}
