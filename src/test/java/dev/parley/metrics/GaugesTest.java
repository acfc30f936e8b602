package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.Answer;
import dev.parley.chat.Chat;
import dev.parley.chat.ChatLimits;
import dev.parley.chat.ChatMetrics;
import dev.parley.chat.Format;
import dev.parley.chat.Ids;
import dev.parley.chat.Sequence;
import dev.parley.session.BroadcastService;
import dev.parley.session.SessionLimits;
import dev.parley.session.SessionMetrics;
import dev.parley.session.Sessions;
import dev.parley.session.SilentConnection;
import dev.parley.session.Time;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GaugesTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SessionLimits limits = SessionLimits.of(20_000, Long.MAX_VALUE, 0, 1, 0);
    private final BroadcastService delivery = new BroadcastService(limits, SessionMetrics.NONE, Time.SYSTEM);
    private final Sessions sessions = sessionsThatNeverWrite();

    @Test
    void connectionsAreTheSessionsThereAre() {
        show(Optional.empty());
        sessions.open(new SilentConnection());
        sessions.open(new SilentConnection());

        assertThat(gauge("parley.connections", "listener", "plain")).isEqualTo(2);
    }

    @Test
    void connectionsAreCountedForEachListener() {
        show(Optional.empty());
        sessions.open(new SilentConnection());
        sessions.open(new SilentConnection() {
            @Override
            public String listener() {
                return "tls";
            }
        });

        assertThat(gauge("parley.connections", "listener", "plain")).isEqualTo(1);
        assertThat(gauge("parley.connections", "listener", "tls")).isEqualTo(1);
    }

    @Test
    void theCertificatesExpiryIsShownInSeconds() {
        show(Optional.empty());

        assertThat(gauge("parley.tls.certificate.expiry")).isEqualTo(86_400);
    }

    @Test
    void limitsAreShownBesideWhatTheyLimit() {
        show(Optional.empty());

        assertThat(gauge("parley.connections.limit")).isEqualTo(4_321);
        assertThat(gauge("parley.outbound.queue.bytes.limit")).isEqualTo(20_000);
    }

    @Test
    void queuedBytesAreOfAllClientsAndOfTheOneWithMost() {
        show(Optional.empty());
        assertThat(gauge("parley.outbound.queue.bytes", "stat", "max")).isZero();

        delivery.answer(sessions.open(new SilentConnection()).member(), new Answer.Notice("x"));
        delivery.answer(sessions.open(new SilentConnection()).member(), new Answer.Notice("xxx"));

        assertThat(gauge("parley.outbound.queue.bytes", "stat", "sum")).isEqualTo(6 + 8);
        assertThat(gauge("parley.outbound.queue.bytes", "stat", "max")).isEqualTo(8);
    }

    @Test
    void theVersionIsALabel() {
        show(Optional.of("1.2.3"));

        assertThat(gauge("parley.build.info", "version", "1.2.3")).isEqualTo(1);
    }

    @Test
    void withoutABuildTheVersionIsUnknown() {
        show(Optional.empty());

        assertThat(gauge("parley.build.info", "version", "unknown")).isEqualTo(1);
    }

    private void show(Optional<String> version) {
        new Gauges(sessions, limits, () -> 4_321, () -> 86_400, version).bindTo(registry);
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private Sessions sessionsThatNeverWrite() {
        var clock = InstantSource.system();
        var chat = new Chat(new ChatLimits(1_000, 50, 2_000, 400), delivery, ChatMetrics.NONE, clock, new Random(1));
        var sequence = new Sequence(chat, new Ids(clock), delivery);
        return new Sessions(sequence, limits, SessionMetrics.NONE, Format.TEXT, clock, Time.SYSTEM, drain -> {});
    }
}
