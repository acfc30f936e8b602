package dev.parley.metrics;

import dev.parley.history.HistoryMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;

/** Meters of the history. */
final class HistoryMeters implements HistoryMetrics {
    private static final double[] WRITE_SECONDS = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5};

    private final Histogram writes = new Histogram(
            "parley_history_write_seconds", "Duration of a commit of events", SessionMeters.MICROS, WRITE_SECONDS);

    HistoryMeters(PrometheusRegistry histograms) {
        histograms.register(writes);
    }

    @Override
    public void stored(Duration took) {
        writes.record(took.toNanos() / 1_000);
    }
}
