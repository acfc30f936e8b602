package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.StatusCode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionTest {
    private final SessionFixture office = new SessionFixture();
    private final SessionFixture.FakeConnection anna = office.connect();

    @Test
    void theWelcomeAndTheFirstWordAreOneWrite() {
        anna.sends("hello");
        office.settle();
        assertThat(anna.received()).matches("(?s)\\*\\*\\* You are (guest-\\w+) in #lobby .*\n<\\1> hello\n");
        assertThat(anna.writes()).isEqualTo(1);
    }

    @Test
    void presenceIsToldToThoseWhoSentANewlineOrChoseJson() {
        var chunks = office.connect();
        var json = office.connect();
        chunks.gives(new Input.Line("/echo on", false));
        json.gives(new Input.Line("/format json", false));
        office.connect().sends("/nick bob");
        office.apply();
        anna.sends("");
        office.connect().sends("/nick carl");
        office.settle();
        assertThat(chunks.received()).isEqualTo("*** echo on\n");
        assertThat(json.received()).contains("\"from\":\"bob\"", "\"from\":\"carl\"");
        assertThat(anna.received()).isEqualTo("*** carl joined #lobby\n");
    }

    @Test
    void aFloodIsDelayedAndNothingOfItLost() {
        for (int i = 0; i < 12; i++) {
            anna.sends("/ping " + i);
        }
        office.settle();
        assertThat(anna.received().lines().filter(line -> line.startsWith("*** pong")))
                .hasSize(12)
                .last()
                .isEqualTo("*** pong 11");
        assertThat(office.clock.slept()).isEqualTo(Duration.ofSeconds(1));
        assertThat(office.counts.delays).isEqualTo(10);
    }

    @Test
    void emptyLinesAreDelayedToo() {
        for (int i = 0; i < 12; i++) {
            anna.sends("");
        }
        assertThat(office.counts.delays).isEqualTo(10);
    }

    @Test
    void aLineThatCannotBeTakenIsRefusedInItsPlace() {
        anna.sends("/ping 1");
        anna.gives(new Input.TooLong(4_096));
        office.clock.advance(Duration.ofSeconds(1));
        anna.gives(new Input.InvalidUtf8(true));
        anna.sends("/ping 2");
        office.settle();
        assertThat(anna.received()).isEqualTo("""
                        *** pong 1
                        *** error line-too-long: a line has at most 4096 bytes; the rest was dropped
                        *** error invalid-utf8: the line is not UTF-8 and was dropped
                        *** pong 2
                        """);
        assertThat(office.counts.refusals).containsExactly(StatusCode.LINE_TOO_LONG, StatusCode.INVALID_UTF8);
    }

    @Test
    void theEndOfInputFlushesTheAnswersAndFinishes() {
        anna.sends("/ping 1");
        anna.gives(new Input.EndOfInput());
        office.settle();
        assertThat(anna.received()).isEqualTo("*** pong 1\n");
        assertThat(anna.finished).isTrue();
        office.sessions.close(anna.session, DisconnectReason.CLIENT_CLOSED);
        assertThat(office.counts.disconnects).containsExactly(DisconnectReason.CLIENT_CLOSED);
        assertThat(anna.aborted).isFalse();
    }

    @Test
    void aQuitterGetsItsByeAndWhatItSendsAfterwardsIsDropped() {
        anna.sends("/quit so long");
        office.settle();
        anna.sends("/ping");
        office.settle();
        assertThat(anna.received()).isEqualTo("*** bye quit: so long\n");
        assertThat(anna.finished).isTrue();
        office.sessions.close(anna.session, DisconnectReason.CLIENT_CLOSED);
        assertThat(office.counts.disconnects).containsExactly(DisconnectReason.QUIT);
    }

    @Test
    void aClientThatDoesNotEndItsInputIsReset() {
        anna.sends("/quit");
        office.settle();
        office.passes(SessionFixture.LIMITS.finish());
        assertThat(anna.aborted).isFalse();
        office.passes(Duration.ofMillis(1));
        assertThat(anna.aborted).isTrue();
    }

    @Test
    void aByeThatCannotBeWrittenEndsInAReset() {
        anna.sends("/quit");
        office.apply();
        office.clock.advance(SessionFixture.LIMITS.flush().plusNanos(1));
        office.sessions.checkDeadlines();
        office.write();
        assertThat(anna.aborted).isTrue();
        assertThat(anna.received()).isEmpty();
    }

    @Test
    void aWriteThatTakesTooLongIsReset() {
        anna.duringWrite = () -> {
            office.clock.advance(SessionFixture.LIMITS.write());
            office.sessions.checkDeadlines();
            assertThat(office.counts.disconnects).isEmpty();
            office.clock.advance(Duration.ofNanos(1));
            office.sessions.checkDeadlines();
            anna.aborted = true; // what the reset does to a blocked write
        };
        anna.sends("/ping");
        office.settle();
        office.sessions.close(anna.session, DisconnectReason.CLIENT_RESET);
        assertThat(office.counts.disconnects).containsExactly(DisconnectReason.WRITE_TIMEOUT);
    }

    @Test
    void aClientWithAFullQueueIsResetAndNobodyElseMissesALine() {
        var slow = anna;
        var bob = office.connect();
        bob.sends("/nick bob");
        bob.sends("/echo off");
        office.settle();
        slow.received();
        String line = "x".repeat(1_000);
        for (int i = 0; i < 20; i++) {
            bob.sends(line);
        }
        var carl = office.connect();
        for (int i = 0; i < 5; i++) {
            bob.sends(line);
            office.apply();
        }
        office.write();
        assertThat(slow.aborted).isTrue();
        assertThat(slow.received()).isEmpty();
        assertThat(carl.received().lines()).hasSize(5);
        office.sessions.close(slow.session, DisconnectReason.CLIENT_RESET);
        assertThat(office.counts.disconnects).containsExactly(DisconnectReason.SLOW_CONSUMER);
    }

    @Test
    void aClientThatNegotiatesWithoutReadingIsResetWhenItsQueueIsFull() {
        byte[] replies = new byte[4_095];
        anna.session.negotiated(replies);
        assertThat(anna.session.state().queuedBytes()).isEqualTo(4_095);
        office.write();
        assertThat(anna.session.state().queuedBytes()).isZero();
        for (int i = 0; i < 5; i++) {
            anna.session.negotiated(replies);
        }
        office.write();
        assertThat(anna.aborted).isTrue();
        office.sessions.close(anna.session, DisconnectReason.CLIENT_RESET);
        assertThat(office.counts.disconnects).containsExactly(DisconnectReason.SLOW_CONSUMER);
    }

    @Test
    void aFailedWriteEndsTheSession() {
        anna.duringWrite = () -> anna.aborted = true;
        anna.sends("/ping");
        office.settle();
        office.sessions.close(anna.session, DisconnectReason.CLIENT_CLOSED);
        assertThat(office.counts.disconnects).containsExactly(DisconnectReason.CLIENT_RESET);
    }

    @Test
    void anHttpRequestIsAnsweredAsOneAndATlsHelloNotAtAll() {
        var tls = office.connect();
        anna.gives(new Input.Http());
        tls.gives(new Input.Tls());
        office.settle();
        assertThat(anna.received()).startsWith("HTTP/1.1 400 ");
        assertThat(tls.received()).isEmpty();
        assertThat(anna.finished && tls.finished).isTrue();
    }

    @Test
    void aClosedSessionIsNotFoundAndLeavesTheChat() {
        var bob = office.connect();
        bob.sends("/nick bob");
        anna.sends("/who");
        office.settle();
        assertThat(anna.received()).contains("bob (2 listening)");
        assertThat(office.sessions.find(bob.session.id())).contains(bob.session);
        office.sessions.close(bob.session, DisconnectReason.CLIENT_RESET);
        anna.sends("/who");
        office.settle();
        assertThat(anna.received()).isEqualTo("*** bob left #lobby\n*** #lobby: (1 listening)\n");
        assertThat(office.sessions.find(bob.session.id())).isEmpty();
        assertThat(bob.session.closed()).isDone();
    }

    @Test
    void itsStateCountsWhatCameAndWent() throws InterruptedException {
        anna.session.bytesRead(8);
        anna.sends("/ping 1");
        office.settle();
        office.passes(Duration.ofSeconds(3));
        var state = anna.session.state();
        assertThat(state.linesIn()).isEqualTo(1);
        assertThat(state.bytesIn()).isEqualTo(8);
        assertThat(state.linesOut()).isEqualTo(1);
        assertThat(state.bytesOut()).isEqualTo("*** pong 1\n".length());
        assertThat(state.idle()).isEqualTo(Duration.ofSeconds(3));
        assertThat(state.queuedLines()).isZero();
        anna.sends("/ping 2");
        office.apply();
        office.clock.advance(Duration.ofSeconds(2));
        state = anna.session.state();
        assertThat(state.queuedLines()).isEqualTo(1);
        assertThat(state.queuedAge()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void itsEndTellsHowItWasAndWhy() {
        anna.sends("/quit");
        office.settle();
        office.clock.advance(Duration.ofSeconds(4));
        var ended = office.sessions.close(anna.session, DisconnectReason.CLIENT_CLOSED);
        assertThat(ended.client().id()).isEqualTo(anna.session.id());
        assertThat(ended.client().linesIn()).isEqualTo(1);
        assertThat(ended.reason()).isEqualTo(DisconnectReason.QUIT);
        assertThat(ended.lasted()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void sessionsAreListedInTheOrderTheyCame() {
        var bob = office.connect();
        var carl = office.connect();
        assertThat(office.sessions.after(null, 2)).containsExactly(anna.session, bob.session);
        assertThat(office.sessions.after(bob.session.id(), 2)).containsExactly(carl.session);
        assertThat(office.sessions.count()).isEqualTo(3);
        assertThat(anna.session.id()).matches("[0-9a-z]{8,16}");
    }
}
