package dev.parley.metrics;

import dev.parley.protocol.Command;
import dev.parley.protocol.StatusCode;
import dev.parley.session.port.DisconnectReason;
import dev.parley.session.port.SessionMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Meters of sessions. Every line is recorded here, so recording a message performs no lookup, takes no lock and
 * allocates nothing.
 */
final class SessionMeters implements SessionMetrics {
    static final long MICROS = 1_000_000;
    private static final long MILLIS = 1_000;
    static final double[] DELIVERY_SECONDS = {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    private static final double[] RECIPIENTS = {1, 10, 100, 1_000, 10_000};
    private static final double[] CONNECTION_SECONDS = {1, 10, 60, 600, 3_600, 21_600, 86_400};

    private final Counter linesReceived;
    private final Counter linesSent;
    private final Counter bytesReceived;
    private final Counter bytesSent;
    private final Counter floodDelays;
    private final CommandCounters commands;
    private final EnumCounter<StatusCode> lineErrors;
    private final EnumCounter<DisconnectReason> disconnects;

    private final Histogram delivery = new Histogram(
            "parley_delivery_seconds",
            "Time from the arrival of a line until it is written, for the oldest line of each write",
            MICROS,
            DELIVERY_SECONDS);
    private final Histogram fanout = new Histogram("parley_broadcast_fanout", "Recipients of an event", 1, RECIPIENTS);
    private final Histogram duration = new Histogram(
            "parley_connection_duration_seconds", "Duration of closed connections", MILLIS, CONNECTION_SECONDS);

    SessionMeters(MeterRegistry registry, PrometheusRegistry histograms) {
        linesReceived = counter("parley.lines.received", "Lines received", registry);
        linesSent = counter("parley.lines.sent", "Lines written to sockets", registry);
        bytesReceived = counter("parley.bytes.received", "Bytes read from sockets", registry);
        bytesSent = counter("parley.bytes.sent", "Bytes written to sockets", registry);
        floodDelays = counter("parley.flood.delays", "Lines delayed because their client sent too fast", registry);
        commands = new CommandCounters(registry);
        lineErrors = new EnumCounter<>(
                Counter.builder("parley.line.errors").description("Lines answered with an error"),
                "code",
                refusals(),
                StatusCode::label,
                registry);
        disconnects = new EnumCounter<>(
                Counter.builder("parley.disconnects").description("Closed connections"),
                "reason",
                EnumSet.allOf(DisconnectReason.class),
                DisconnectReason::label,
                registry);
        Stream.of(delivery, fanout, duration).forEach(histograms::register);
    }

    @Override
    public void lineReceived() {
        linesReceived.increment();
    }

    @Override
    public void bytesReceived(int bytes) {
        bytesReceived.increment(bytes);
    }

    @Override
    public void commandReceived(Command command) {
        commands.count(command);
    }

    @Override
    public void floodDelayed() {
        floodDelays.increment();
    }

    @Override
    public void lineRefused(StatusCode code) {
        lineErrors.increment(code);
    }

    @Override
    public void broadcast(int events, int recipients) {
        for (int i = 0; i < events; i++) {
            fanout.record(recipients);
        }
    }

    @Override
    public void written(int lines, int bytes, long nanos) {
        linesSent.increment(lines);
        bytesSent.increment(bytes);
        delivery.record(nanos / 1_000);
    }

    @Override
    public void disconnected(DisconnectReason reason, Duration lasted) {
        disconnects.increment(reason);
        duration.record(lasted.toMillis());
    }

    private static Counter counter(String name, String description, MeterRegistry registry) {
        return Counter.builder(name).description(description).register(registry);
    }

    private static Set<StatusCode> refusals() {
        return Stream.of(StatusCode.values()).filter(SessionMeters::canRefuse).collect(Collectors.toSet());
    }

    private static boolean canRefuse(StatusCode code) {
        return switch (code) {
            case UNKNOWN_COMMAND,
                    BAD_ARGUMENT,
                    NICK_IN_USE,
                    NICK_INVALID,
                    NICK_RESERVED,
                    NO_SUCH_ROOM,
                    NO_SUCH_USER,
                    NOT_IN_ROOM,
                    ROOM_FULL,
                    TOO_MANY_ROOMS,
                    LINE_TOO_LONG,
                    INVALID_UTF8,
                    RATE_LIMITED,
                    AUTH_FAILED,
                    NOT_ALLOWED,
                    MUTED,
                    BUSY,
                    UNAVAILABLE,
                    DRAINING,
                    BANNED -> true;
            case LINE_TIMEOUT, AUTH_TIMEOUT, SLOW_CONSUMER, RESTART, KICKED, QUIT -> false;
        };
    }
}
