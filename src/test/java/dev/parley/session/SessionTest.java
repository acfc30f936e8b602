package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.parley.protocol.StatusCode;
import dev.parley.session.port.DisconnectReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final SessionFixture fixture = new SessionFixture();
    private final SessionFixture.FakeConnection anna = fixture.connect();

    @Test
    void welcomeAndFirstMessageAreSentInOneWrite() {
        anna.sends("hello");
        fixture.settle();
        assertThat(anna.received()).matches("(?s)\\*\\*\\* You are (guest-\\w+) in #lobby .*\n<\\1> hello\n");
        assertThat(anna.writes()).isEqualTo(1);
    }

    @Test
    void presenceIsSentToClientsThatSentANewlineOrChoseJson() {
        var chunks = fixture.connect();
        var json = fixture.connect();
        chunks.gives(new Input.Line("/echo on", false));
        json.gives(new Input.Line("/format json", false));
        fixture.connect().sends("/nick bob");
        fixture.apply();
        anna.sends("");
        fixture.connect().sends("/nick carl");
        fixture.settle();
        assertThat(chunks.received()).isEqualTo("*** echo on\n");
        assertThat(json.received()).contains("\"from\":\"bob\"", "\"from\":\"carl\"");
        assertThat(anna.received()).isEqualTo("*** carl joined #lobby\n");
    }

    @Test
    void floodOfLinesIsDelayedWithoutLosingLines() {
        for (int i = 0; i < 12; i++) {
            anna.sends("/ping " + i);
        }
        fixture.settle();
        assertThat(anna.received().lines().filter(line -> line.startsWith("*** pong")))
                .hasSize(12)
                .last()
                .isEqualTo("*** pong 11");
        assertThat(fixture.clock.slept()).isEqualTo(Duration.ofSeconds(1));
        assertThat(fixture.counts.delays).isEqualTo(10);
    }

    @Test
    void emptyLinesAreDelayedToo() {
        for (int i = 0; i < 12; i++) {
            anna.sends("");
        }
        assertThat(fixture.counts.delays).isEqualTo(10);
    }

    @Test
    void invalidLineIsRefusedInOrder() {
        anna.sends("/ping 1");
        anna.gives(new Input.TooLong(4_096));
        fixture.clock.advance(Duration.ofSeconds(1));
        anna.gives(new Input.InvalidUtf8(true));
        anna.sends("/ping 2");
        fixture.settle();
        assertThat(anna.received()).isEqualTo("""
                        *** pong 1
                        *** error line-too-long
                        *** error invalid-utf8
                        *** pong 2
                        """);
        assertThat(fixture.counts.refusals).containsExactly(StatusCode.LINE_TOO_LONG, StatusCode.INVALID_UTF8);
    }

    @Test
    void endOfInputSendsPendingRepliesAndClosesTheSession() {
        anna.sends("/ping 1");
        anna.gives(new Input.EndOfInput());
        fixture.settle();
        assertThat(anna.received()).isEqualTo("*** pong 1\n");
        assertThat(anna.finished).isTrue();
        fixture.sessions.close(anna.session, DisconnectReason.CLIENT_CLOSED);
        assertThat(fixture.counts.disconnects).containsExactly(DisconnectReason.CLIENT_CLOSED);
        assertThat(anna.aborted).isFalse();
    }

    @Test
    void quitSendsAByeAndLaterInputIsDropped() {
        anna.sends("/quit so long");
        fixture.settle();
        anna.sends("/ping");
        fixture.settle();
        assertThat(anna.received()).isEqualTo("*** bye quit\n");
        assertThat(anna.finished).isTrue();
        fixture.sessions.close(anna.session, DisconnectReason.CLIENT_CLOSED);
        assertThat(fixture.counts.disconnects).containsExactly(DisconnectReason.QUIT);
    }

    @Test
    void clientThatKeepsItsConnectionOpenAfterAQuitIsReset() {
        anna.sends("/quit");
        fixture.settle();
        fixture.passes(SessionFixture.LIMITS.finish());
        assertThat(anna.aborted).isFalse();
        fixture.passes(Duration.ofMillis(1));
        assertThat(anna.aborted).isTrue();
    }

    @Test
    void byeThatCannotBeWrittenResetsTheConnection() {
        anna.sends("/quit");
        fixture.apply();
        fixture.clock.advance(SessionFixture.LIMITS.flush().plusNanos(1));
        fixture.sessions.checkDeadlines();
        fixture.write();
        assertThat(anna.aborted).isTrue();
        assertThat(anna.received()).isEmpty();
    }

    @Test
    void blockedWriteResetsTheConnectionAfterItsTimeout() {
        anna.duringWrite = () -> {
            fixture.clock.advance(SessionFixture.LIMITS.write());
            fixture.sessions.checkDeadlines();
            assertThat(fixture.counts.disconnects).isEmpty();
            fixture.clock.advance(Duration.ofNanos(1));
            fixture.sessions.checkDeadlines();
            anna.aborted = true; // what the reset does to a blocked write
        };
        anna.sends("/ping");
        fixture.settle();
        fixture.sessions.close(anna.session, DisconnectReason.CLIENT_RESET);
        assertThat(fixture.counts.disconnects).containsExactly(DisconnectReason.WRITE_TIMEOUT);
    }

    @Test
    void writesAreSmallUntilTheClientHasReadQuicklyForAWhile() {
        fixture.settle();
        assertThat(writesFor(3)).isEqualTo(3);
        readQuickly();
        assertThat(writesFor(3)).isEqualTo(1);
        anna.duringWrite = () -> fixture.clock.advance(Duration.ofSeconds(1));
        assertThat(writesFor(3)).isEqualTo(1);
        anna.duringWrite = () -> {};
        assertThat(writesFor(3)).isEqualTo(3);
        readQuickly();
        assertThat(writesFor(3)).isEqualTo(1);
    }

    private void readQuickly() {
        for (int bytes = 0; bytes < SessionLimits.FAST_READER_BYTES; bytes += 15_000) {
            writesFor(3);
        }
    }

    /** Queues replies of 5,000 bytes, and returns the number of writes that they took. */
    private int writesFor(int replies) {
        int before = anna.writes();
        for (int i = 0; i < replies; i++) {
            anna.session.negotiated(new byte[5_000]);
        }
        fixture.write();
        return anna.writes() - before;
    }

    @Test
    void clientWithAFullQueueGetsAByeAndOthersMissNothing() {
        var slow = anna;
        var bob = fixture.connect();
        bob.sends("/nick bob");
        bob.sends("/echo off");
        fixture.settle();
        slow.received();
        String line = "x".repeat(1_000);
        for (int i = 0; i < 20; i++) {
            bob.sends(line);
        }
        var carl = fixture.connect();
        for (int i = 0; i < 5; i++) {
            bob.sends(line);
            fixture.apply();
        }
        fixture.write();
        assertThat(slow.received()).isEqualTo("*** bye slow-consumer\n");
        assertThat(slow.finished).isTrue();
        assertThat(carl.received().lines()).hasSize(5);
        fixture.sessions.close(slow.session, DisconnectReason.CLIENT_RESET);
        assertThat(fixture.counts.disconnects).containsExactly(DisconnectReason.SLOW_CONSUMER);
    }

    @Test
    void clientThatNegotiatesWithoutReadingIsDisconnectedWhenItsQueueIsFull() {
        byte[] replies = new byte[4_095];
        anna.session.negotiated(replies);
        assertThat(anna.session.state().queuedBytes()).isEqualTo(4_095);
        fixture.write();
        assertThat(anna.session.state().queuedBytes()).isZero();
        for (int i = 0; i < 5; i++) {
            anna.session.negotiated(replies);
        }
        fixture.write();
        assertThat(anna.finished).isTrue();
        fixture.sessions.close(anna.session, DisconnectReason.CLIENT_RESET);
        assertThat(fixture.counts.disconnects).containsExactly(DisconnectReason.SLOW_CONSUMER);
    }

    @Test
    void failedWriteClosesTheSession() {
        anna.duringWrite = () -> anna.aborted = true;
        anna.sends("/ping");
        fixture.settle();
        fixture.sessions.close(anna.session, DisconnectReason.CLIENT_CLOSED);
        assertThat(fixture.counts.disconnects).containsExactly(DisconnectReason.CLIENT_RESET);
    }

    @Test
    void httpRequestIsAnsweredWithHttpAndTlsHelloWithNothing() {
        var tls = fixture.connect();
        anna.gives(new Input.Http());
        tls.gives(new Input.Tls());
        fixture.settle();
        assertThat(anna.received()).startsWith("HTTP/1.1 400 ");
        assertThat(tls.received()).isEmpty();
        assertThat(anna.finished && tls.finished).isTrue();
    }

    @Test
    void closedSessionIsRemovedAndLeavesTheChat() {
        var bob = fixture.connect();
        bob.sends("/nick bob");
        anna.sends("/who");
        fixture.settle();
        assertThat(anna.received()).contains("bob (2 listening)");
        assertThat(fixture.sessions.find(bob.session.id())).contains(bob.session);
        fixture.sessions.close(bob.session, DisconnectReason.CLIENT_RESET);
        anna.sends("/who");
        fixture.settle();
        assertThat(anna.received()).startsWith("*** bob left #lobby\n").contains(" (1 listening)\n");
        assertThat(fixture.sessions.find(bob.session.id())).isEmpty();
        assertThat(bob.session.closed()).isDone();
    }

    @Test
    void sessionStateCountsLinesAndBytesInBothDirections() throws InterruptedException {
        anna.session.bytesRead(8);
        anna.sends("/ping 1");
        fixture.settle();
        fixture.passes(Duration.ofSeconds(3));
        var state = anna.session.state();
        assertThat(state.linesIn()).isEqualTo(1);
        assertThat(state.bytesIn()).isEqualTo(8);
        assertThat(state.linesOut()).isEqualTo(1);
        assertThat(state.bytesOut()).isEqualTo("*** pong 1\n".length());
        assertThat(state.idle()).isEqualTo(Duration.ofSeconds(3));
        assertThat(state.queuedLines()).isZero();
        anna.sends("/ping 2");
        fixture.apply();
        fixture.clock.advance(Duration.ofSeconds(2));
        state = anna.session.state();
        assertThat(state.queuedLines()).isEqualTo(1);
        assertThat(state.queuedAge()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void sessionStateHasTheRateOfLinesOfTheLastSeconds() throws InterruptedException {
        fixture.passes(Sessions.RATE_INTERVAL);
        anna.sends("/ping");
        fixture.passes(Sessions.RATE_INTERVAL.dividedBy(2));
        assertThat(anna.session.state().linesInPerSecond()).isZero();
        fixture.passes(Sessions.RATE_INTERVAL.dividedBy(2));
        assertThat(anna.session.state().linesInPerSecond())
                .isCloseTo(1.0 / Sessions.RATE_INTERVAL.toSeconds(), within(1e-6));

        fixture.passes(Sessions.RATE_INTERVAL.multipliedBy(2));
        assertThat(anna.session.state().linesInPerSecond()).isZero();
    }

    @Test
    void closeReturnsTheFinalStateReasonAndDuration() {
        anna.sends("/quit");
        fixture.settle();
        fixture.clock.advance(Duration.ofSeconds(4));
        var ended = fixture.sessions.close(anna.session, DisconnectReason.CLIENT_CLOSED);
        assertThat(ended.client().id()).isEqualTo(anna.session.id());
        assertThat(ended.client().linesIn()).isEqualTo(1);
        assertThat(ended.reason()).isEqualTo(DisconnectReason.QUIT);
        assertThat(ended.lasted()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void sessionsAreListedInTheOrderTheyCame() {
        var bob = fixture.connect();
        var carl = fixture.connect();
        assertThat(fixture.sessions.after(null).limit(2)).containsExactly(anna.session, bob.session);
        assertThat(fixture.sessions.after(bob.session.id())).containsExactly(carl.session);
        assertThat(fixture.sessions.count()).isEqualTo(3);
        assertThat(anna.session.id()).matches("[0-9a-z]{8,16}");
    }
}
