package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.port.DisconnectReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a client is told, and when it is ended, that sends too slowly or too much, or reads too slowly. */
class SessionLimitsTest {
    private final SessionFixture fixture = new SessionFixture();
    private final SessionFixture.FakeConnection anna = fixture.connect();

    @Test
    void clientIsDisconnectedIfItsLineIsNotFinishedInTime() {
        anna.session.lineBegun();
        fixture.passes(SessionFixture.LIMITS.line());
        assertThat(anna.received()).isEmpty();
        fixture.passes(Duration.ofMillis(1));
        fixture.settle();
        assertThat(anna.received()).isEqualTo("*** bye line-timeout\n");
        assertThat(anna.finished).isTrue();
        fixture.sessions.close(anna.session, DisconnectReason.CLIENT_CLOSED);
        assertThat(fixture.counts.disconnects).containsExactly(DisconnectReason.LINE_TIMEOUT);
    }

    @Test
    void silentClientStaysConnectedAfterAFinishedLine() {
        anna.session.lineBegun();
        fixture.passes(Duration.ofSeconds(299));
        anna.session.lineFinished();
        fixture.passes(Duration.ofHours(1));
        fixture.settle();
        assertThat(anna.received()).isEmpty();
        assertThat(anna.finished).isFalse();
    }

    @Test
    void floodingClientIsNotifiedOnce() {
        for (int i = 0; i < 20; i++) {
            anna.sends("/ping");
        }
        fixture.settle();
        assertThat(anna.received().lines().filter(line -> line.contains("delayed")))
                .containsExactly("*** you are sending too fast: your lines are delayed, but none is lost");
    }

    @Test
    void inputThatAccumulatedInAPauseIsReadFasterAndWithoutANotice() {
        fixture.clock.advance(Duration.ofSeconds(3));
        for (int i = 0; i < 30; i++) {
            anna.sends("/ping");
        }
        fixture.settle();
        assertThat(fixture.clock.slept()).isEqualTo(Duration.ofMillis(1_400));
        assertThat(anna.received().lines()).hasSize(30);
        assertThat(fixture.counts.delays).isZero();
        anna.sends("/ping");
        anna.sends("/ping");
        anna.sends("/ping");
        assertThat(fixture.counts.delays).isEqualTo(1);
    }

    @Test
    void bytesThatAccumulatedInAPauseAreReadFaster() throws InterruptedException {
        fixture.clock.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 5; i++) {
            anna.session.bytesRead(16_384);
        }
        assertThat(fixture.clock.slept()).isCloseTo(Duration.ofSeconds(4), Duration.ofMillis(1));
        assertThat(fixture.counts.delays).isZero();
    }

    @Test
    void bytesAreDelayedLikeLines() throws InterruptedException {
        anna.session.bytesRead((int) SessionFixture.LIMITS.byteBurst() + SessionFixture.LIMITS.bytesPerSecond());
        anna.sends("one line");
        assertThat(fixture.clock.slept()).isCloseTo(Duration.ofSeconds(1), Duration.ofMillis(1));
    }

    @Test
    void bytesOfALineThatIsDroppedAreDelayedToo() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            anna.session.bytesRead((int) SessionFixture.LIMITS.byteBurst());
        }
        assertThat(fixture.clock.slept()).isCloseTo(Duration.ofSeconds(6), Duration.ofMillis(1));
        assertThat(fixture.counts.delays).isEqualTo(3);
    }

    @Test
    void inputAfterQuitIsDroppedWithoutDelay() throws InterruptedException {
        anna.sends("/quit");
        fixture.settle();
        anna.session.bytesRead(10 * (int) SessionFixture.LIMITS.byteBurst());
        assertThat(fixture.clock.slept()).isZero();
    }

    @Test
    void thirdOverlongLineWithinAMinuteDisconnectsTheClient() {
        tooLongAfter(0);
        tooLongAfter(30);
        tooLongAfter(30);
        tooLongAfter(29);
        fixture.settle();
        assertThat(anna.finished).isTrue();
        assertThat(anna.received().lines().map(line -> line.split(":")[0]))
                .containsExactly(
                        "*** error line-too-long",
                        "*** error line-too-long",
                        "*** error line-too-long",
                        "*** bye line-too-long");
        fixture.sessions.close(anna.session, DisconnectReason.CLIENT_CLOSED);
        assertThat(fixture.counts.disconnects).containsExactly(DisconnectReason.LINE_TOO_LONG);
    }

    @Test
    void byteBurstDoesNotDependOnTheLineRate() {
        assertThat(SessionLimits.of(16_384, Long.MAX_VALUE, 1_000, 20, 8_192).byteBurst())
                .isEqualTo(SessionFixture.LIMITS.byteBurst())
                .isEqualTo(16_384);
    }

    @Test
    void requestForALongReplyCountsAsSeveralLines() {
        for (int i = 0; i < 2; i++) {
            anna.sends("/ping");
        }
        assertThat(fixture.clock.slept()).isZero();
        anna.sends("/who");
        assertThat(fixture.clock.slept()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void presenceCommandsAboveTheirRateAreRefused() {
        for (int i = 0; i < SessionFixture.LIMITS.churnBurst(); i++) {
            anna.sends("/nick anna" + i);
        }
        fixture.settle();
        assertThat(anna.received()).doesNotContain("rate-limited");
        anna.sends("/nick anna");
        anna.sends("hello");
        fixture.settle();
        assertThat(anna.received()).contains("*** error rate-limited", "<anna59> hello");
    }

    @Test
    void clientThatStaysBehindIsDisconnectedAsSlowConsumer() {
        fallBehind();
        fixture.sessions.checkDeadlines();
        fixture.apply();
        fixture.clock.advance(SessionFixture.LIMITS.behind());
        fixture.sessions.checkDeadlines();
        assertThat(anna.session.queuedBytes()).isPositive();
        fixture.passes(Duration.ofNanos(1));
        assertThat(anna.received()).isEqualTo("*** bye slow-consumer\n");
        assertThat(anna.finished).isTrue();
        fixture.passes(SessionFixture.LIMITS.write());
        assertThat(anna.aborted).isFalse();
        fixture.passes(Duration.ofMillis(1));
        assertThat(anna.aborted).isTrue();
        fixture.sessions.close(anna.session, DisconnectReason.CLIENT_RESET);
        assertThat(fixture.counts.disconnects).containsExactly(DisconnectReason.SLOW_CONSUMER);
    }

    @Test
    void slowConsumerThatReadsNothingIsResetBeforeItsBye() {
        fallBehind();
        fixture.sessions.checkDeadlines();
        fixture.clock.advance(SessionFixture.LIMITS.behind().plusNanos(1));
        fixture.sessions.checkDeadlines();
        fixture.clock.advance(SessionFixture.LIMITS.slowFlush().plusMillis(1));
        fixture.sessions.checkDeadlines();
        fixture.write();
        assertThat(anna.aborted).isTrue();
        assertThat(anna.received()).isEmpty();
    }

    @Test
    void slowConsumerThatIsClosedCannotSendWithoutEnd() throws InterruptedException {
        anna.session.endSlow(0);
        for (int i = 0; i < 20; i++) {
            anna.session.bytesRead(8_192);
        }
        assertThat(fixture.clock.slept()).isEqualTo(Duration.ofSeconds(1));
        assertThat(fixture.counts.delays).isZero();
    }

    @Test
    void byeOfASlowConsumerCountsTheDroppedLinesInJson() {
        anna.sends("/format json");
        fixture.settle();
        anna.received();
        anna.sends("x".repeat(1_000));
        fixture.apply();
        anna.session.endSlow(1);
        fixture.write();
        assertThat(anna.received()).contains("\"code\":\"slow-consumer\"", "\"dropped\":3");
    }

    @Test
    void clientThatCatchesUpIsNotDisconnected() {
        fallBehind();
        fixture.sessions.checkDeadlines();
        fixture.settle();
        assertThat(anna.received()).contains("*** you read too slowly: ");
        fixture.passes(SessionFixture.LIMITS.behind().plusSeconds(1));
        fallBehind();
        fixture.sessions.checkDeadlines();
        assertThat(anna.session.queuedBytes()).isPositive();
        assertThat(anna.aborted).isFalse();
    }

    @Test
    void clientWithTheLargestQueueIsDisconnectedAtTheTotalLimit() {
        var crowded = new SessionFixture(new WiredChat.Builder().limits(SessionFixture.limits(5_000)));
        var slow = crowded.connect();
        slow.sends("x".repeat(1_500));
        crowded.apply();
        var late = crowded.connect();
        slow.sends("y".repeat(1_500));
        crowded.apply();
        crowded.sessions.checkDeadlines();
        assertThat(slow.session.queuedBytes()).isPositive();
        slow.sends("z".repeat(1_500));
        crowded.apply();
        crowded.sessions.checkDeadlines();
        crowded.write();
        assertThat(slow.received()).startsWith("*** bye slow-consumer");
        assertThat(late.received().lines()).hasSize(2);
    }

    private void tooLongAfter(int seconds) {
        fixture.clock.advance(Duration.ofSeconds(seconds));
        anna.gives(new Input.TooLong(4_096));
    }

    /** More than a quarter of the queue waits. */
    private void fallBehind() {
        for (int i = 0; i < 5; i++) {
            anna.sends("x".repeat(1_000));
        }
        fixture.apply();
    }
}
