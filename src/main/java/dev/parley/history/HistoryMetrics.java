package dev.parley.history;

import java.time.Duration;

/** Measures how long events take to store. */
public interface HistoryMetrics {
    HistoryMetrics NONE = duration -> {};

    /** A batch of events was committed. */
    void stored(Duration took);
}
