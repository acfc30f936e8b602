package dev.parley.metrics;

import dev.parley.tcp.accept.RejectReason;
import dev.parley.tcp.accept.TcpMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumSet;

/** Meters of the listeners. */
final class TcpMeters implements TcpMetrics {
    private final Counter accepted;
    private final EnumCounter<RejectReason> rejected;
    private final Counter canaryFailures;
    private final Histogram canary = new Histogram(
            "parley_canary_seconds",
            "Time that the canary takes to connect, send three lines and receive them",
            SessionMeters.MICROS,
            SessionMeters.DELIVERY_SECONDS);

    TcpMeters(MeterRegistry registry, PrometheusRegistry histograms) {
        canaryFailures = Counter.builder("parley.canary.failures")
                .description("Failed checks of the canary")
                .register(registry);
        histograms.register(canary);
        accepted = Counter.builder("parley.connections.accepted")
                .description("Connections accepted")
                .register(registry);
        rejected = new EnumCounter<>(
                Counter.builder("parley.connections.rejected").description("Connections refused on arrival"),
                "reason",
                EnumSet.allOf(RejectReason.class),
                RejectReason::label,
                registry);
    }

    @Override
    public void accepted() {
        accepted.increment();
    }

    @Override
    public void canaryHeard(long nanos) {
        canary.record(nanos / 1_000);
    }

    @Override
    public void canaryFailed() {
        canaryFailures.increment();
    }

    @Override
    public void rejected(RejectReason why) {
        rejected.increment(why);
    }
}
