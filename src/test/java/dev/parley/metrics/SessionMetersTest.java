package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Command;
import dev.parley.protocol.StatusCode;
import dev.parley.session.port.DisconnectReason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final PrometheusRegistry histograms = new PrometheusRegistry();
    private final SessionMeters meters = new SessionMeters(registry, histograms);

    @Test
    void linesAndBytesReceivedAreCounted() {
        meters.lineReceived();
        meters.bytesReceived(5);
        meters.bytesReceived(7);

        assertThat(count("parley.lines.received")).isEqualTo(1);
        assertThat(count("parley.bytes.received")).isEqualTo(12);
    }

    @Test
    void writeIsCountedWithItsLinesBytesAndDelivery() {
        meters.written(3, 100, Duration.ofMillis(4).toNanos());
        meters.written(2, 50, Duration.ofMillis(6).toNanos());

        assertThat(count("parley.lines.sent")).isEqualTo(5);
        assertThat(count("parley.bytes.sent")).isEqualTo(150);
        assertThat(histogram("parley_delivery_seconds").getCount()).isEqualTo(2);
        assertThat(histogram("parley_delivery_seconds").getSum()).isEqualTo(0.01);
    }

    @Test
    void recipientsOfEachBroadcastAreCounted() {
        meters.broadcast(2, 1_000);

        assertThat(histogram("parley_broadcast_fanout").getSum()).isEqualTo(2_000);
        assertThat(histogram("parley_broadcast_fanout").getCount()).isEqualTo(2);
    }

    @Test
    void disconnectIsCountedByReasonAndItsDurationRecorded() {
        meters.disconnected(DisconnectReason.SLOW_CONSUMER, Duration.ofMillis(1_500));

        assertThat(count("parley.disconnects", "reason", "slow-consumer")).isEqualTo(1);
        assertThat(count("parley.disconnects", "reason", "quit")).isZero();
        assertThat(histogram("parley_connection_duration_seconds").getSum()).isEqualTo(1.5);
    }

    @Test
    void refusedLinesAreCountedByTheirCode() {
        meters.lineRefused(StatusCode.NICK_IN_USE);

        assertThat(count("parley.line.errors", "code", "nick-in-use")).isEqualTo(1);
        assertThat(count("parley.line.errors", "code", "line-too-long")).isZero();
    }

    @Test
    void floodDelaysAreCounted() {
        meters.floodDelayed();

        assertThat(count("parley.flood.delays")).isEqualTo(1);
    }

    @Test
    void commandsAreCountedByTheirWord() {
        meters.commandReceived(new Command.Emote("waves"));
        meters.commandReceived(new Command.Who(Optional.empty()));
        meters.commandReceived(new Command.Who(Optional.of("#dev")));

        assertThat(count("parley.commands", "command", "me")).isEqualTo(1);
        assertThat(count("parley.commands", "command", "who")).isEqualTo(2);
    }

    @Test
    void unknownCommandsAreCountedAsOther() {
        meters.commandReceived(new Command.Invalid(StatusCode.UNKNOWN_COMMAND, "there is no /x"));

        assertThat(count("parley.commands", "command", "other")).isEqualTo(1);
    }

    @Test
    void textAndInvalidCommandsAreNotCountedAsCommands() {
        meters.commandReceived(new Command.Say("hello"));
        meters.commandReceived(new Command.Invalid(StatusCode.BAD_ARGUMENT, "usage: /nick NAME"));
        meters.commandReceived(new Command.EndOfInput());

        assertThat(registry.get("parley.commands").counters())
                .hasSize(Command.USAGES.size() + 1)
                .allMatch(counter -> counter.count() == 0);
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    private HistogramDataPointSnapshot histogram(String name) {
        return histograms.scrape(name::equals).stream()
                .map(HistogramSnapshot.class::cast)
                .findFirst()
                .orElseThrow()
                .getDataPoints()
                .getFirst();
    }
}
