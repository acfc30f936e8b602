package dev.parley.metrics;

import dev.parley.tcp.Refusal;
import dev.parley.tcp.TcpMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumSet;

/** What the listener counts. */
final class TcpMeters implements TcpMetrics {
    private final Counter accepted;
    private final LabelledCounter<Refusal> rejected;

    TcpMeters(MeterRegistry registry) {
        accepted = Counter.builder("parley.connections.accepted")
                .description("Connections accepted")
                .register(registry);
        rejected = new LabelledCounter<>(
                Counter.builder("parley.connections.rejected").description("Connections refused when they came"),
                "reason",
                EnumSet.allOf(Refusal.class),
                Refusal::label,
                registry);
    }

    @Override
    public void accepted() {
        accepted.increment();
    }

    @Override
    public void rejected(Refusal why) {
        rejected.increment(why);
    }
}
