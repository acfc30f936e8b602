package dev.parley.metrics;

import dev.parley.chat.SpeechPolicy;
import dev.parley.session.Drain;
import dev.parley.session.Sanctions;
import dev.parley.session.SessionLimits;
import dev.parley.session.Sessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What is looked at when it is asked for, and the limits beside what they limit. */
final class Gauges implements MeterBinder {
    private final Sessions sessions;
    private final Drain drain;
    private final SessionLimits limits;
    private final IntSupplier connectionsLimit;
    private final BooleanSupplier memoryAlarm;
    private final BooleanSupplier historyAlarm;
    private final BooleanSupplier diskAlarm;
    private final IntSupplier historyPending;
    private final Sanctions sanctions;
    private final SpeechPolicy speech;
    private final Optional<String> version;
    private final Supplier<Number> certificateExpiry;

    /**
     * @param certificateExpiry in how many seconds; NaN where there is no certificate
     * @param version empty where the application was not built but is run from its sources
     */
    Gauges(
            Sessions sessions,
            Drain drain,
            SessionLimits limits,
            IntSupplier connectionsLimit,
            BooleanSupplier memoryAlarm,
            BooleanSupplier historyAlarm,
            BooleanSupplier diskAlarm,
            IntSupplier historyPending,
            Sanctions sanctions,
            SpeechPolicy speech,
            Supplier<Number> certificateExpiry,
            Optional<String> version) {
        this.sessions = sessions;
        this.drain = drain;
        this.limits = limits;
        this.connectionsLimit = connectionsLimit;
        this.memoryAlarm = memoryAlarm;
        this.historyAlarm = historyAlarm;
        this.diskAlarm = diskAlarm;
        this.historyPending = historyPending;
        this.sanctions = sanctions;
        this.speech = speech;
        this.certificateExpiry = certificateExpiry;
        this.version = version;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        connections("plain", registry);
        connections("tls", registry);
        gauge("parley.connections.limit", connectionsLimit::getAsInt, "Connections there may be")
                .register(registry);
        queuedBytes("sum", () -> sessions.queuedBytes().asLongStream().sum(), registry);
        queuedBytes("max", () -> sessions.queuedBytes().max().orElse(0), registry);
        gauge("parley.outbound.queue.bytes.limit", limits::queueBytes, "Bytes that may wait for one client")
                .register(registry);
        gauge("parley.drain.state", () -> drain.status().state().ordinal(), "0 serving, 1 draining, 2 drained")
                .register(registry);
        alarm("memory", memoryAlarm, registry);
        alarm("history", historyAlarm, registry);
        alarm("disk", diskAlarm, registry);
        gauge("parley.history.pending", historyPending::getAsInt, "Events that wait to be stored")
                .register(registry);
        gauge("parley.bans.active", sanctions::bans, "Bans in force").register(registry);
        gauge("parley.mutes.active", speech::mutes, "Mutes in force").register(registry);
        gauge("parley.tls.certificate.expiry", certificateExpiry, "Until the TLS listener's certificate expires")
                .baseUnit("seconds")
                .register(registry);
        gauge("parley.build.info", () -> 1, "The version that runs")
                .tag("version", version.orElse("unknown"))
                .register(registry);
    }

    private void connections(String listener, MeterRegistry registry) {
        gauge("parley.connections", () -> sessions.count(listener), "Connections there are")
                .tag("listener", listener)
                .register(registry);
    }

    private static void alarm(String type, BooleanSupplier raised, MeterRegistry registry) {
        gauge(
                        "parley.alarm",
                        () -> raised.getAsBoolean() ? 1 : 0,
                        "1 while something is refused or not stored for it, or soon will not be")
                .tag("type", type)
                .register(registry);
    }

    private static void queuedBytes(String stat, Supplier<Number> bytes, MeterRegistry registry) {
        gauge("parley.outbound.queue.bytes", bytes, "Bytes that wait for clients: of all, and of the one with most")
                .tag("stat", stat)
                .register(registry);
    }

    private static Gauge.Builder<Supplier<Number>> gauge(String name, Supplier<Number> value, String description) {
        return Gauge.builder(name, value).description(description);
    }
}
