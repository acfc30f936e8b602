package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.time.FakeClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SampledStatsTest {
    private static final long START = FakeClock.START.getEpochSecond();

    private final FakeClock clock = new FakeClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicInteger users = registry.gauge("parley.users", new AtomicInteger());
    private final SampledStats stats = new SampledStats(registry, clock);

    private void samples(int count) {
        for (int i = 0; i < count; i++) {
            stats.sample();
            clock.advance(Duration.ofSeconds(SampledStats.INTERVAL_SECONDS));
        }
    }

    private List<Long> times(long after) {
        return stats.after(after).samples().stream().map(List::getFirst).toList();
    }

    @Test
    void sampleHasTheTimeAndAValueForEachSeries() {
        registry.gauge("parley.connections", List.of(Tag.of("listener", "plain")), 3);
        registry.gauge("parley.connections", List.of(Tag.of("listener", "tls")), 4);
        users.set(6);
        registry.gauge("parley.rooms", 2);
        registry.counter("parley.messages").increment(50);
        registry.counter("parley.lines.sent").increment(100);
        registry.counter("parley.connections.rejected", "reason", "banned").increment(8);
        registry.counter("parley.connections.rejected", "reason", "busy").increment();
        registry.gauge("parley.outbound.queue.bytes", List.of(Tag.of("stat", "sum")), 10);
        registry.gauge("parley.outbound.queue.bytes", List.of(Tag.of("stat", "max")), 9);
        stats.sample();

        var shown = stats.after(0);

        assertThat(shown.everySeconds()).isEqualTo(5);
        assertThat(shown.series())
                .containsExactly("connections", "users", "rooms", "messages", "linesSent", "refused", "queuedBytes");
        assertThat(shown.samples()).containsExactly(List.of(START, 7L, 6L, 2L, 50L, 100L, 9L, 10L));
    }

    @Test
    void onlyTheSamplesOfTheLastHourAreKept() {
        samples(SampledStats.MAX_SAMPLES + 10);

        assertThat(times(0)).hasSize(SampledStats.MAX_SAMPLES).startsWith(START + 50, START + 55);
    }

    @Test
    void onlySamplesAfterTheRequestedTimeAreReturned() {
        samples(4);

        assertThat(times(START + 5)).containsExactly(START + 10, START + 15);
        assertThat(times(START + 15)).isEmpty();
        assertThat(times(Long.MIN_VALUE)).hasSize(4);
    }

    @Test
    void samplesStayInTheOrderOfTheirTimesAfterTheClockWasSetBack() {
        samples(4);
        clock.stepWallClock(Duration.ofSeconds(-12));
        samples(1);

        assertThat(times(0)).containsExactly(START, START + 5, START + 8);
    }
}
