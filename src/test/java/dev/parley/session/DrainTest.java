package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.StatusCode;
import dev.parley.session.Drain.State;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DrainTest {
    private static final String BYE = "\\*\\*\\* bye restart: .+ ends with id \\d+; go on by /resume \\S+\n";
    private static final Duration TICK = Duration.ofMillis(100);

    private final SessionFixture office = new SessionFixture();

    @Test
    void withNobodyThereItIsDoneAtOnce() {
        office.drain.start();
        office.passes(TICK);
        assertThat(office.drain.status().state()).isEqualTo(State.DRAINED);
        assertThat(office.drain.isServing()).isFalse();
    }

    @Test
    void endsAreSpreadOverTheWindow() {
        var clients = Stream.generate(office::connect).limit(40).toList();
        office.drain.start();
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
    void theIdleGoFirst() {
        var busy = office.connect();
        var idle = office.connect();
        passes(Duration.ofSeconds(60));
        busy.sends("hello");
        office.drain.start();
        passes(SessionFixture.WINDOW.dividedBy(2));
        assertThat(idle.finished).isTrue();
        assertThat(busy.finished).isFalse();
    }

    @Test
    void everyoneIsToldHowLongTheyHave() {
        var late = Stream.generate(office::connect).limit(20).toList().getLast();
        office.drain.start();
        passes(SessionFixture.WINDOW.plus(TICK.multipliedBy(2)));
        assertThat(late.received().lines())
                .filteredOn(line -> line.startsWith("*** announcement: the server restarts"))
                .extracting(line -> line.replaceAll("\\D", ""))
                .isSubsetOf("40", "30", "10", "5")
                .startsWith("40", "30");
    }

    @Test
    void theByeComesAfterWhatWasSaidAndNamesTheLastId() {
        var anna = office.connect();
        anna.sends("/nick anna");
        anna.sends("hello");
        office.drain.stopNow();
        office.settle();
        passes(TICK.multipliedBy(2));
        assertThat(anna.received()).matches("(?s).*<anna> hello\n" + BYE);
        assertThat(anna.finished).isTrue();
        office.sessions.close(anna.session, DisconnectReason.CLIENT_CLOSED);
        assertThat(office.counts.disconnects).containsExactly(DisconnectReason.RESTART);
    }

    @Test
    void whatIsSaidAfterTheBarrierIsRefusedAndNotLost() {
        var anna = office.connect();
        var bob = office.connect();
        office.drain.stopNow();
        office.passes(TICK);
        anna.sends("too late");
        office.settle();
        assertThat(anna.received()).startsWith("*** error draining: ");
        assertThat(bob.received()).isEmpty();
        assertThat(office.counts.refusals).containsExactly(StatusCode.DRAINING);
        passes(TICK);
        assertThat(anna.received()).matches(BYE);
    }

    @Test
    void nobodyIsToldOfThoseWhoAreEnded() {
        var clients = Stream.generate(office::connect).limit(10).toList();
        clients.forEach(client -> client.sends("hello"));
        office.settle();
        clients.forEach(SessionFixture.FakeConnection::received);
        office.drain.start();
        passes(SessionFixture.WINDOW.plus(TICK.multipliedBy(2)));
        assertThat(clients)
                .allSatisfy(client ->
                        assertThat(client.received()).doesNotContain(" left ").containsPattern(BYE));
    }

    @Test
    void aSecondStopLeavesFiveSeconds() {
        var clients = List.of(office.connect(), office.connect());
        office.drain.stop();
        office.passes(TICK);
        assertThat(office.drain.status().left()).isGreaterThan(Duration.ofSeconds(39));
        var drained = office.drain.stop();
        assertThat(office.drain.status().left()).isEqualTo(Duration.ofSeconds(5));
        passes(Duration.ofSeconds(5).plus(TICK.multipliedBy(2)));
        assertThat(clients).allMatch(client -> client.finished);
        clients.forEach(client -> office.sessions.close(client.session, DisconnectReason.CLIENT_CLOSED));
        office.passes(TICK);
        assertThat(drained).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void thoseWhoDoNotReadAreResetSoThatItEnds() {
        var stuck = office.connect();
        var drained = office.drain.stopNow();
        for (int i = 0; i < 101; i++) {
            office.clock.advance(TICK);
            office.drain.check();
            office.apply();
        }
        office.write();
        assertThat(stuck.aborted).isTrue();
        office.sessions.close(stuck.session, DisconnectReason.CLIENT_RESET);
        office.passes(TICK);
        assertThat(drained).succeedsWithin(Duration.ofSeconds(30));
        assertThat(office.counts.disconnects).containsExactly(DisconnectReason.RESTART);
    }

    @Test
    void whoCameInAtTheLastMomentIsEndedToo() {
        office.connect();
        office.drain.stopNow();
        office.passes(TICK);
        var late = office.connect();
        passes(TICK.multipliedBy(2));
        assertThat(late.received()).matches(BYE);
    }

    @Test
    void aCancelledDrainServesOnAndCanBeStartedAgain() {
        var clients = Stream.generate(office::connect).limit(10).toList();
        office.drain.start();
        passes(SessionFixture.WINDOW.dividedBy(2));
        assertThat(office.drain.cancel()).isTrue();
        passes(SessionFixture.WINDOW);
        var left = clients.stream().filter(client -> !client.finished).toList();
        assertThat(left).hasSizeBetween(4, 6);
        assertThat(left.getFirst().received()).endsWith("*** announcement: the restart was called off\n");
        assertThat(office.drain.isServing()).isTrue();
        office.drain.start();
        passes(SessionFixture.WINDOW.plus(TICK.multipliedBy(2)));
        assertThat(left).allMatch(client -> client.finished);
    }

    @Test
    void aStopCannotBeCancelled() {
        office.connect();
        office.drain.stop();
        assertThat(office.drain.cancel()).isFalse();
        assertThat(office.drain.isServing()).isFalse();
    }

    private void passes(Duration duration) {
        for (long ticks = duration.dividedBy(TICK); ticks > 0; ticks--) {
            office.passes(TICK);
            office.settle();
        }
    }
}
