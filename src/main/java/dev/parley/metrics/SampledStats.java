package dev.parley.metrics;

import dev.parley.operator.ServiceStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Samples of some meters of the last hour, in memory. The oldest sample is forgotten when there are {@value
 * #MAX_SAMPLES}, which take some 60 KB. Safe for any thread.
 */
final class SampledStats implements ServiceStats {
    static final int INTERVAL_SECONDS = 5;
    static final int MAX_SAMPLES = 720;

    /** A series is the sum of the meters of one name, or of those with the statistic {@code sum}. */
    private record Series(String name, String meter, boolean isSum) {
        long value(MeterRegistry registry) {
            Search search = registry.find(meter);
            return (long) (isSum ? search.tag("stat", "sum") : search)
                    .meters().stream()
                            .mapToDouble(
                                    found -> found.measure().iterator().next().getValue())
                            .sum();
        }
    }

    private static final List<Series> SERIES = List.of(
            new Series("connections", "parley.connections", false),
            new Series("users", "parley.users", false),
            new Series("rooms", "parley.rooms", false),
            new Series("messages", "parley.messages", false),
            new Series("linesSent", "parley.lines.sent", false),
            new Series("refused", "parley.connections.rejected", false),
            new Series("queuedBytes", "parley.outbound.queue.bytes", true));

    private final MeterRegistry registry;
    private final InstantSource clock;

    /** Time and values of each sample, in the order of their times. */
    private final Deque<long[]> samples = new ArrayDeque<>();

    SampledStats(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Takes a sample. After the clock was set back, forgets samples that seem to be of the future. */
    synchronized void sample() {
        long now = clock.instant().getEpochSecond();
        while (!samples.isEmpty() && samples.getLast()[0] >= now) {
            samples.removeLast();
        }
        if (samples.size() == MAX_SAMPLES) {
            samples.removeFirst();
        }
        samples.add(LongStream.concat(LongStream.of(now), SERIES.stream().mapToLong(series -> series.value(registry)))
                .toArray());
    }

    @Override
    public synchronized StatsView after(long seconds) {
        Stream<long[]> found = samples.stream().filter(sample -> sample[0] > seconds);
        return new StatsView(
                INTERVAL_SECONDS,
                SERIES.stream().map(Series::name).toList(),
                found.map(sample -> LongStream.of(sample).boxed().toList()).toList());
    }
}
