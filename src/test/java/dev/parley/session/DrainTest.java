package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.StatusCode;
import dev.parley.session.Drain.State;
import dev.parley.session.port.DisconnectReason;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final String BYE = "\\*\\*\\* bye restart: .+ last id \\d+; .+ /resume \\S+\n";
    private static final Duration TICK = Duration.ofMillis(100);

    private final SessionFixture fixture = new SessionFixture();

    @Test
    void drainWithoutClientsCompletesAtOnce() {
        fixture.drain.start();
        fixture.passes(TICK);
        assertThat(fixture.drain.status().state()).isEqualTo(State.DRAINED);
        assertThat(fixture.drain.isServing()).isFalse();
    }

    @Test
    void drainDisconnectsClientsEvenlyOverItsWindow() {
        var clients = Stream.generate(fixture::connect).limit(40).toList();
        fixture.drain.start();
        int[] gone = IntStream.range(0, 4)
                .map(quarter -> {
                    passes(SessionFixture.WINDOW.dividedBy(4));
                    return (int)
                            clients.stream().filter(client -> client.finished).count();
                })
                .toArray();
        assertThat(gone[0]).isBetween(9, 11);
        assertThat(gone[1]).isBetween(19, 21);
        assertThat(gone[2]).isBetween(29, 31);
        passes(TICK.multipliedBy(2));
        assertThat(clients).allMatch(client -> client.finished);
    }

    @Test
    void stopIsShortenedWhenAnotherProcessBeginsToWait() {
        var clients = Stream.generate(fixture::connect).limit(20).toList();
        fixture.drain.stop();
        passes(Duration.ofSeconds(2));
        fixture.isAwaited = true;
        fixture.drain.checkSuccessor();
        passes(Duration.ofMillis(1_500).plus(TICK.multipliedBy(2)));
        assertThat(clients).allMatch(client -> client.finished);
        assertThat(clients.getLast().received()).contains("connections close within 2 s");
    }

    @Test
    void stopIsShortWhileAnotherProcessWaits() {
        var clients = Stream.generate(fixture::connect).limit(20).toList();
        fixture.isAwaited = true;
        fixture.drain.stop();
        passes(Duration.ofMillis(1_500).plus(TICK.multipliedBy(2)));
        assertThat(clients).allMatch(client -> client.finished);
    }

    /** The process keeps the database until it is stopped, so nobody could reconnect. */
    @Test
    void drainWithoutAStopIsNotShortened() {
        var clients = Stream.generate(fixture::connect).limit(20).toList();
        fixture.isAwaited = true;
        fixture.drain.start();
        fixture.drain.checkSuccessor();
        passes(Duration.ofSeconds(2));
        assertThat(clients).anyMatch(client -> !client.finished);
    }

    @Test
    void drainDisconnectsIdleClientsFirst() {
        var busy = fixture.connect();
        var idle = fixture.connect();
        passes(Duration.ofSeconds(60));
        busy.sends("hello");
        fixture.drain.start();
        passes(SessionFixture.WINDOW.dividedBy(2));
        assertThat(idle.finished).isTrue();
        assertThat(busy.finished).isFalse();
    }

    @Test
    void drainAnnouncementsShowTheTimeLeft() {
        var late = Stream.generate(fixture::connect).limit(20).toList().getLast();
        fixture.drain.start();
        passes(SessionFixture.WINDOW.plus(TICK.multipliedBy(2)));
        assertThat(late.received().lines())
                .filteredOn(line -> line.startsWith("*** announcement: "))
                .extracting(line -> line.replaceAll("\\D", ""))
                .isSubsetOf("40", "30", "10", "5")
                .startsWith("40", "30");
    }

    @Test
    void clientsOfOtherReplicasGetNoAnnouncement() {
        var other = fixture.connect();
        var sessions = new WiredChat.Builder().build().sessions();
        var drain = new Drain(
                fixture.eventLoop, sessions, SessionFixture.WINDOW, () -> false, fixture.clock, new Random(1));
        drain.start();
        drain.check();
        fixture.settle();
        assertThat(drain.status().state()).isEqualTo(State.DRAINED);
        assertThat(other.received()).isEmpty();
    }

    @Test
    void byeFollowsTheLastMessageAndContainsItsId() {
        var anna = fixture.connect();
        anna.sends("/nick anna");
        anna.sends("hello");
        fixture.drain.stopNow();
        fixture.settle();
        passes(TICK.multipliedBy(2));
        assertThat(anna.fullText()).matches("(?s).*<anna> hello\n" + BYE);
        assertThat(anna.finished).isTrue();
        fixture.sessions.close(anna.session, DisconnectReason.CLIENT_CLOSED);
        assertThat(fixture.counts.disconnects).containsExactly(DisconnectReason.RESTART);
    }

    @Test
    void messagesAfterTheBarrierAreRefusedWithAReply() {
        var anna = fixture.connect();
        var bob = fixture.connect();
        fixture.drain.stopNow();
        fixture.passes(TICK);
        anna.sends("too late");
        fixture.settle();
        assertThat(anna.received()).startsWith("*** error draining");
        assertThat(bob.received()).isEmpty();
        assertThat(fixture.counts.refusals).containsExactly(StatusCode.DRAINING);
        passes(TICK);
        assertThat(anna.fullText()).matches(BYE);
    }

    @Test
    void drainDoesNotBroadcastThatClientsLeft() {
        var clients = Stream.generate(fixture::connect).limit(10).toList();
        clients.forEach(client -> client.sends("hello"));
        fixture.settle();
        clients.forEach(SessionFixture.FakeConnection::received);
        fixture.drain.start();
        passes(SessionFixture.WINDOW.plus(TICK.multipliedBy(2)));
        assertThat(clients)
                .allSatisfy(client ->
                        assertThat(client.fullText()).doesNotContain(" left ").containsPattern(BYE));
    }

    @Test
    void secondStopShortensTheDrainToFiveSeconds() {
        var clients = List.of(fixture.connect(), fixture.connect());
        fixture.drain.stop();
        fixture.passes(TICK);
        assertThat(fixture.drain.status().left()).isGreaterThan(Duration.ofSeconds(39));
        var drained = fixture.drain.stop();
        assertThat(fixture.drain.status().left()).isEqualTo(Duration.ofSeconds(5));
        passes(Duration.ofSeconds(5).plus(TICK.multipliedBy(2)));
        assertThat(clients).allMatch(client -> client.finished);
        clients.forEach(client -> fixture.sessions.close(client.session, DisconnectReason.CLIENT_CLOSED));
        fixture.passes(TICK);
        assertThat(drained).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void clientsThatDoNotReadAreResetSoThatTheDrainCompletes() {
        var stuck = fixture.connect();
        var drained = fixture.drain.stopNow();
        for (int i = 0; i < 101; i++) {
            fixture.clock.advance(TICK);
            fixture.drain.check();
            fixture.apply();
        }
        fixture.write();
        assertThat(stuck.aborted).isTrue();
        fixture.sessions.close(stuck.session, DisconnectReason.CLIENT_RESET);
        fixture.passes(TICK);
        assertThat(drained).succeedsWithin(Duration.ofSeconds(30));
        assertThat(fixture.counts.disconnects).containsExactly(DisconnectReason.RESTART);
    }

    @Test
    void stopEndsEvenIfConnectionsThatWereResetAreNotClosed() {
        fixture.connect();
        var drained = fixture.drain.stopNow();
        passes(Duration.ofSeconds(14));
        assertThat(drained).isNotDone();
        passes(Duration.ofSeconds(1).plus(TICK));
        assertThat(drained).isCompleted();
    }

    @Test
    void stopEndsEvenIfTheChatDoesNotAnswer() {
        try (var held = fixture.hold()) {
            var drained = fixture.drain.stop();
            fixture.passes(TICK);
            fixture.passes(Duration.ofSeconds(5).minus(TICK));
            assertThat(drained).isNotDone();
            fixture.passes(TICK);
            assertThat(drained).isCompleted();
        }
    }

    @Test
    void stopResetsClientsIfTheChatFails() {
        var failing = new FailingInput();
        var drain = new Drain(failing, fixture.sessions, Duration.ZERO, () -> false, fixture.clock, new Random(1));
        var client = fixture.connect();
        var drained = drain.stop();
        drain.check();
        drain.check();
        fixture.write();
        assertThat(client.aborted).isTrue();
        fixture.sessions.close(client.session, DisconnectReason.CLIENT_RESET);
        drain.check();
        assertThat(drained).isCompleted();
    }

    @Test
    void clientThatConnectsDuringTheDrainIsDisconnectedToo() {
        fixture.connect();
        fixture.drain.stopNow();
        fixture.passes(TICK);
        var late = fixture.connect();
        passes(TICK.multipliedBy(2));
        assertThat(late.fullText()).matches(BYE);
    }

    @Test
    void cancelledDrainKeepsClientsAndCanBeStartedAgain() {
        var clients = Stream.generate(fixture::connect).limit(10).toList();
        fixture.drain.start();
        passes(SessionFixture.WINDOW.dividedBy(2));
        assertThat(fixture.drain.cancel()).isTrue();
        passes(SessionFixture.WINDOW);
        var left = clients.stream().filter(client -> !client.finished).toList();
        assertThat(left).hasSizeBetween(4, 6);
        assertThat(left.getFirst().received()).endsWith("*** announcement: the restart was cancelled\n");
        assertThat(fixture.drain.isServing()).isTrue();
        fixture.drain.start();
        passes(SessionFixture.WINDOW.plus(TICK.multipliedBy(2)));
        assertThat(left).allMatch(client -> client.finished);
    }

    @Test
    void stopCannotBeCancelled() {
        fixture.connect();
        fixture.drain.stop();
        assertThat(fixture.drain.cancel()).isFalse();
        assertThat(fixture.drain.isServing()).isFalse();
    }

    /** A chat that cannot be reached. */
    private static final class FailingInput implements ChatInput {
        @Override
        public void opened(Member member) {}

        @Override
        public void received(Member member, Command command, Command typed, long arrivedNanos) {}

        @Override
        public void ended(Member member, long lastWritten, Consumer<MemberSnapshot> left) {}

        @Override
        public <T> CompletableFuture<T> ask(ChatQuery<T> query) {
            return CompletableFuture.failedFuture(new IllegalStateException("the chat cannot be reached"));
        }
    }

    private void passes(Duration duration) {
        for (long ticks = duration.dividedBy(TICK); ticks > 0; ticks--) {
            fixture.passes(TICK);
            fixture.settle();
        }
    }
}
