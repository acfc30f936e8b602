package dev.parley.metrics;

import dev.parley.session.Drain;
import dev.parley.session.SessionLimits;
import dev.parley.session.Sessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Gauges of the sessions: their number, their queued bytes, and the limits on both. */
final class SessionGauges implements MeterBinder {
    private final Sessions sessions;
    private final Drain drain;
    private final SessionLimits limits;
    private final IntSupplier connectionsLimit;

    SessionGauges(Sessions sessions, Drain drain, SessionLimits limits, IntSupplier connectionsLimit) {
        this.sessions = sessions;
        this.drain = drain;
        this.limits = limits;
        this.connectionsLimit = connectionsLimit;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        connections("plain", registry);
        connections("tls", registry);
        Gauge.builder("parley.connections.limit", connectionsLimit::getAsInt)
                .description("Limit of connections")
                .register(registry);
        queuedBytes("sum", () -> sessions.queuedBytes().asLongStream().sum(), registry);
        queuedBytes("max", () -> sessions.queuedBytes().max().orElse(0), registry);
        Gauge.builder("parley.outbound.queue.bytes.limit", limits::queueBytes)
                .description("Limit of queued bytes for one client")
                .register(registry);
        Gauge.builder("parley.drain.state", () -> drain.status().state().ordinal())
                .description("0 serving, 1 draining, 2 drained")
                .register(registry);
    }

    private void connections(String listener, MeterRegistry registry) {
        Gauge.builder("parley.connections", () -> sessions.count(listener))
                .description("Open connections")
                .tag("listener", listener)
                .register(registry);
    }

    private static void queuedBytes(String stat, Supplier<Number> bytes, MeterRegistry registry) {
        Gauge.builder("parley.outbound.queue.bytes", bytes)
                .description("Bytes queued for clients: the sum, and the longest queue")
                .tag("stat", stat)
                .register(registry);
    }
}
