package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.parley.session.ClosedSession;
import dev.parley.session.SessionSnapshot;
import dev.parley.session.port.DisconnectReason;
import dev.parley.time.FakeClock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConnectionLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(ConnectionLog.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    private final FakeClock clock = new FakeClock();
    private final ConnectionLog connectionLog = new ConnectionLog(clock, later::add);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void hearNoMore() {
        logger.detachAppender(lines);
    }

    @Test
    void closedConnectionIsLoggedAsOneLineOfReadableFields() {
        connectionLog.closed(ended());

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getFormattedMessage())
                    .isEqualTo("closed clientId=w6llo93lwqo reason=slow-consumer address=192.0.2.1 listener=plain"
                            + " seconds=1.5 linesIn=2 linesOut=9");
            assertThat(line.getKeyValuePairs())
                    .extracting(Object::toString)
                    .containsExactly(
                            "clientId=\"w6llo93lwqo\"",
                            "reason=\"slow-consumer\"",
                            "address=\"192.0.2.1\"",
                            "listener=\"plain\"",
                            "seconds=\"1.5\"",
                            "linesIn=\"2\"",
                            "linesOut=\"9\"");
        });
    }

    @Test
    void logIsLimitedToABurstOf20LinesThenOnePerSecond() {
        for (int i = 0; i < 20; i++) {
            connectionLog.closed(ended());
        }
        for (int i = 0; i < 50; i++) {
            connectionLog.closed(ended());
            connectionLog.failed("w6llo93lwqo", new IllegalStateException());
        }
        assertThat(lines.list).hasSize(20);

        clock.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 30; i++) {
            connectionLog.closed(ended());
        }
        assertThat(lines.list).hasSize(30);

        assertThat(later).hasSize(1);
        later.remove().run();
        assertThat(lines.list).hasSize(31);
        assertThat(lines.list.getLast().getFormattedMessage())
                .isEqualTo("120 more log lines about clients were suppressed");
    }

    @Test
    void suppressedLinesAreCountedAtClose() {
        for (int i = 0; i < 21; i++) {
            connectionLog.closed(ended());
        }
        connectionLog.close();
        connectionLog.close();
        assertThat(lines.list).hasSize(21);
        assertThat(lines.list.getLast().getFormattedMessage())
                .isEqualTo("1 more log lines about clients were suppressed");
    }

    private static ClosedSession ended() {
        var client = new SessionSnapshot(
                Long.parseLong("w6llo93lwqo", Character.MAX_RADIX),
                InetAddress.ofLiteral("192.0.2.1"),
                "plain",
                null,
                Instant.EPOCH,
                Duration.ZERO,
                0,
                2,
                9,
                18,
                254,
                0,
                0,
                0,
                Duration.ZERO);
        return new ClosedSession(client, DisconnectReason.SLOW_CONSUMER, Duration.ofMillis(1_500));
    }
}
