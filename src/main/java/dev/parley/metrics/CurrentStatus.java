package dev.parley.metrics;

import dev.parley.history.HistoryMode;
import dev.parley.operator.ServiceStatus;
import dev.parley.session.Drain;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Composes the status of the service from its parts. */
final class CurrentStatus implements ServiceStatus {
    private final Optional<String> version;
    private final InstantSource clock;
    private final Drain drain;
    private final Supplier<Counts> counts;
    private final Alarms alarms;
    private final HistoryMode history;
    private final Supplier<Optional<Instant>> certificateExpiry;

    /**
     * @param version version of the service; empty if it runs from its sources
     * @param certificateExpiry expiry of the certificate; empty without TLS
     */
    CurrentStatus(
            Optional<String> version,
            InstantSource clock,
            Drain drain,
            Supplier<Counts> counts,
            Alarms alarms,
            HistoryMode history,
            Supplier<Optional<Instant>> certificateExpiry) {
        this.version = version;
        this.clock = clock;
        this.drain = drain;
        this.counts = counts;
        this.alarms = alarms;
        this.history = history;
        this.certificateExpiry = certificateExpiry;
    }

    @Override
    public StatusView status() {
        Drain.Status draining = drain.status();
        return new StatusView(
                version.orElse(null),
                Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                draining.state().label(),
                draining.state() == Drain.State.DRAINING ? draining.secondsLeft() : null,
                counts.get(),
                alarms.raised(),
                history.name().toLowerCase(Locale.ROOT),
                certificateExpiry.get().orElse(null));
    }
}
