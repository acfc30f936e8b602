package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tcp.accept.RejectReason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.junit.jupiter.api.Test;

class TcpMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PrometheusRegistry histograms = new PrometheusRegistry();
    private final TcpMeters meters = new TcpMeters(registry, histograms);

    @Test
    void acceptedConnectionsAreCounted() {
        meters.accepted();

        assertThat(registry.get("parley.connections.accepted").counter().count())
                .isEqualTo(1);
    }

    @Test
    void rejectedConnectionsAreCountedByTheirReason() {
        meters.rejected(RejectReason.SERVER_FULL);
        meters.rejected(RejectReason.SERVER_FULL);
        meters.rejected(RejectReason.DRAINING);

        assertThat(rejected("server-full")).isEqualTo(2);
        assertThat(rejected("draining")).isEqualTo(1);
        assertThat(rejected("too-many-connections")).isZero();
    }

    private double rejected(String reason) {
        return registry.get("parley.connections.rejected")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
