package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistogramTest {
    private final Histogram histogram = new Histogram("parley_waits_seconds", "How long", 1_000, 0.5, 2);

    @Test
    void valueAtABucketBoundIsCountedInThatBucket() {
        histogram.record(0);
        histogram.record(500);
        histogram.record(501);
        histogram.record(2_000);
        histogram.record(2_001);

        assertThat(bucket(0)).isEqualTo(2);
        assertThat(bucket(1)).isEqualTo(2);
        assertThat(bucket(2)).isEqualTo(1);
    }

    @Test
    void boundsAndSumAreExportedInTheConfiguredUnit() {
        histogram.record(250);
        histogram.record(3_000);

        var point = histogram.collect().getDataPoints().getFirst();
        assertThat(point.getClassicBuckets().getUpperBound(0)).isEqualTo(0.5);
        assertThat(point.getClassicBuckets().getUpperBound(1)).isEqualTo(2);
        assertThat(point.getClassicBuckets().getUpperBound(2)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(point.getSum()).isEqualTo(3.25);
        assertThat(point.getCount()).isEqualTo(2);
    }

    @Test
    void allBucketsAreExportedBeforeTheFirstValue() {
        assertThat(histogram
                        .collect()
                        .getDataPoints()
                        .getFirst()
                        .getClassicBuckets()
                        .size())
                .isEqualTo(3);
        assertThat(histogram.collect().getDataPoints().getFirst().getCount()).isZero();
    }

    private long bucket(int index) {
        return histogram
                .collect()
                .getDataPoints()
                .getFirst()
                .getClassicBuckets()
                .getCount(index);
    }
}
