package dev.parley.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Counts values in fixed buckets. Every line that a client sends or receives is recorded, so recording must be cheap:
 * it takes some 20 ns from one thread and 30 ns from two. A Micrometer timer with the same buckets takes 120 and 350
 * ns, because it also keeps a maximum and rotates a window, which Prometheus does not use.
 */
final class Histogram implements Collector {
    /** Creation time of the histogram; 0 omits it from the output. */
    private static final long NOT_SHOWN = 0;

    private final MetricMetadata metadata;
    private final long perUnit;
    private final double[] shownBounds;
    private final long[] bounds;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();

    /**
     * @param perUnit recorded values per shown unit, such as 1,000 if milliseconds are recorded and seconds shown
     * @param shownBounds highest value of each bucket except the last, in ascending order
     */
    Histogram(String name, String help, long perUnit, double... shownBounds) {
        this.metadata = new MetricMetadata(name, help);
        this.perUnit = perUnit;
        this.shownBounds = Arrays.copyOf(shownBounds, shownBounds.length + 1);
        this.shownBounds[shownBounds.length] = Double.POSITIVE_INFINITY;
        this.bounds = Arrays.stream(shownBounds)
                .mapToLong(bound -> Math.round(bound * perUnit))
                .toArray();
        this.counts = Stream.generate(LongAdder::new).limit(bounds.length + 1).toArray(LongAdder[]::new);
    }

    void record(long value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sum.add(value);
    }

    @Override
    public String getPrometheusName() {
        return metadata.getPrometheusName();
    }

    @Override
    public HistogramSnapshot collect() {
        long[] values = Stream.of(counts).mapToLong(LongAdder::sum).toArray();
        var point = new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(shownBounds, values),
                (double) sum.sum() / perUnit,
                Labels.EMPTY,
                Exemplars.EMPTY,
                NOT_SHOWN);
        return new HistogramSnapshot(metadata, List.of(point));
    }
}
