package dev.parley.metrics;

import dev.parley.chat.port.EventLog;
import dev.parley.chat.port.MutePolicy;
import dev.parley.session.port.AddressBans;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Gauges of the whole service: its alarms, its version, and the bans and mutes in force. */
final class ServiceGauges implements MeterBinder {
    private final Map<String, BooleanSupplier> alarms;
    private final EventLog eventLog;
    private final AddressBans addressBans;
    private final MutePolicy mutePolicy;
    private final Supplier<Number> certificateExpiry;
    private final LongSupplier term;
    private final Optional<String> version;

    /**
     * @param alarms states of the alarms by their types
     * @param certificateExpiry seconds until the certificate expires; NaN if there is no certificate
     * @param term number of the current term; 0 while this process is not the writer
     * @param version version of the service; empty if it runs from its sources
     */
    ServiceGauges(
            Map<String, BooleanSupplier> alarms,
            EventLog eventLog,
            AddressBans addressBans,
            MutePolicy mutePolicy,
            Supplier<Number> certificateExpiry,
            LongSupplier term,
            Optional<String> version) {
        this.alarms = alarms;
        this.eventLog = eventLog;
        this.addressBans = addressBans;
        this.mutePolicy = mutePolicy;
        this.certificateExpiry = certificateExpiry;
        this.term = term;
        this.version = version;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        alarms.forEach((type, raised) -> alarm(type, raised, registry));
        Gauge.builder("parley.history.pending", eventLog::pending)
                .description("Events waiting to be stored")
                .register(registry);
        Gauge.builder("parley.bans.active", addressBans::bans)
                .description("Bans in force")
                .register(registry);
        Gauge.builder("parley.mutes.active", mutePolicy::mutes)
                .description("Mutes in force")
                .register(registry);
        Gauge.builder("parley.tls.certificate.expiry", certificateExpiry)
                .description("Time until the TLS certificate expires")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("parley.term", term::getAsLong)
                .description("Number of the current term; 0 while this process does not write to the database")
                .register(registry);
        Gauge.builder("parley.build.info", () -> 1)
                .description("Version of the running service")
                .tag("version", version.orElse("unknown"))
                .register(registry);
    }

    private static void alarm(String type, BooleanSupplier raised, MeterRegistry registry) {
        Gauge.builder("parley.alarm", () -> raised.getAsBoolean() ? 1 : 0)
                .description("1 while the alarm is raised")
                .tag("type", type)
                .register(registry);
    }
}
