package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.port.Client;
import dev.parley.chat.port.EventLog;
import dev.parley.chat.port.MutePolicy;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.session.Drain;
import dev.parley.session.SessionLimits;
import dev.parley.session.Sessions;
import dev.parley.session.SilentConnection;
import dev.parley.session.WiredChat;
import dev.parley.session.port.AddressBans;
import dev.parley.time.MonotonicClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GaugesTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SessionLimits limits = SessionLimits.of(20_000, Long.MAX_VALUE, 0, 1, 0);
    private final WiredChat chat =
            new WiredChat.Builder().limits(limits).writerThreads(task -> {}).build();
    private final Sessions sessions = chat.sessions();
    private final Drain drain = new Drain(
            chat.eventLoop(), sessions, Duration.ofSeconds(40), () -> false, MonotonicClock.SYSTEM, new Random(1));
    private final AddressBans addressBans = new AddressBans() {
        @Override
        public int bans() {
            return 7;
        }
    };

    private final MutePolicy speech = new MutePolicy() {
        @Override
        public Optional<Muted> muted(Nick nick, @Nullable Nick account, Client client) {
            return Optional.empty();
        }

        @Override
        public int mutes() {
            return 3;
        }
    };

    @Test
    void connectionGaugeCountsOpenSessions() {
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
    void connectionAndQueueLimitsAreExported() {
        show(Optional.empty());

        assertThat(gauge("parley.connections.limit")).isEqualTo(4_321);
        assertThat(gauge("parley.outbound.queue.bytes.limit")).isEqualTo(20_000);
    }

    @Test
    void queuedBytesAreExportedAsSumAndMaximumOfAllClients() {
        show(Optional.empty());
        assertThat(gauge("parley.outbound.queue.bytes", "stat", "max")).isZero();

        chat.broadcast().answer(sessions.open(new SilentConnection()).member(), new Reply.Notice("x"));
        chat.broadcast().answer(sessions.open(new SilentConnection()).member(), new Reply.Notice("xxx"));
        chat.broadcast().flush(true);

        assertThat(gauge("parley.outbound.queue.bytes", "stat", "sum")).isEqualTo(6 + 8);
        assertThat(gauge("parley.outbound.queue.bytes", "stat", "max")).isEqualTo(8);
    }

    @Test
    void drainStateIsExportedAsANumber() {
        show(Optional.empty());
        assertThat(gauge("parley.drain.state")).isZero();

        sessions.open(new SilentConnection());
        drain.start();
        assertThat(gauge("parley.drain.state")).isEqualTo(1);
    }

    @Test
    void activeBansAndMutesAreExported() {
        show(Optional.empty());

        assertThat(gauge("parley.bans.active")).isEqualTo(7);
        assertThat(gauge("parley.mutes.active")).isEqualTo(3);
    }

    @Test
    void versionIsALabelOfTheBuildInfo() {
        show(Optional.of("1.2.3"));

        assertThat(gauge("parley.build.info", "version", "1.2.3")).isEqualTo(1);
    }

    @Test
    void historyAlarmGaugeIsRaisedWhileEventsAreNotStored() {
        show(Optional.empty());

        assertThat(gauge("parley.alarm", "type", "memory")).isZero();
        assertThat(gauge("parley.alarm", "type", "history")).isEqualTo(1);
        assertThat(gauge("parley.alarm", "type", "disk")).isEqualTo(1);
        assertThat(gauge("parley.alarm", "type", "clock")).isEqualTo(1);
        assertThat(gauge("parley.history.pending")).isEqualTo(12);
    }

    @Test
    void withoutABuildTheVersionIsUnknown() {
        show(Optional.empty());

        assertThat(gauge("parley.build.info", "version", "unknown")).isEqualTo(1);
    }

    private void show(Optional<String> version) {
        new SessionGauges(sessions, drain, limits, () -> 4_321).bindTo(registry);
        Map<String, BooleanSupplier> alarms =
                Map.of("memory", () -> false, "history", () -> true, "disk", () -> true, "clock", () -> true);
        new ServiceGauges(alarms, new PausedLog(), addressBans, speech, () -> 86_400, () -> 7, version)
                .bindTo(registry);
    }

    private static final class PausedLog implements EventLog {
        @Override
        public boolean append(List<ChatEvent> events) {
            return false;
        }

        @Override
        public int pending() {
            return 12;
        }
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }
}
