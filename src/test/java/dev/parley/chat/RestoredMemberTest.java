package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.StatusCode;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Resume tokens and positions of members that stay connected while another process begins to lead. */
class RestoredMemberTest {
    private static final Nick BOB = new Nick("bob");
    private static final long POSITION = 5_000_000_000_000_000_000L;

    private final ChatFixture leader = ChatFixture.ofAccounts(BOB::equals);
    private final ChatFixture next = ChatFixture.ofAccounts(BOB::equals);
    private final ChatFixture.ChatParticipant bob = leader.guest();
    private final String token = bob.logsIn(BOB);

    /** Has the next leader find a member, and its session at a position, in the database. */
    private ChatFixture.ChatParticipant restored(ChatFixture.ChatParticipant person, ResumableSession... others) {
        String key = ResumeTokens.sessionKey(person.member);
        next.restore(Stream.concat(Stream.of(session(key, person)), Stream.of(others))
                .toList());
        return next.restored(leader.stored(person));
    }

    private static ResumableSession session(String key, ChatFixture.ChatParticipant person) {
        return new ResumableSession(key, person.member.state(), POSITION, Instant.EPOCH.plus(ResumableSession.TIMEOUT));
    }

    private void assertUnknown(String unknown) {
        assertThat(next.resume(next.guest(), unknown).refused()).isNotNull();
    }

    @Test
    void tokenIsUnknownAfterAKick() {
        var restored = restored(bob);
        next.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(restored.member), StatusCode.KICKED, "spam"));
        assertUnknown(token);
        restored.isLost();
        assertUnknown(token);
    }

    @Test
    void tokenIsUnknownAfterQuit() {
        var restored = restored(bob);
        restored.sends(new Command.Quit(""));
        assertUnknown(token);
        restored.isLost();
        assertUnknown(token);
    }

    @Test
    void bothTokensOfASilentResumedClientAreUnknownAfterAKick() {
        var silent = leader.guest();
        leader.resume(silent, token);
        String second = silent.member.token();
        var restored = restored(silent);
        next.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(restored.member), StatusCode.KICKED, "spam"));
        restored.isLost();
        assertUnknown(token);
        assertUnknown(second);
    }

    @Test
    void resumeContinuesAtTheStoredPosition() {
        var restored = restored(bob);
        assertThat(next.resume(next.guest(), token).lastWritten()).isEqualTo(POSITION);
        restored.isLost();
    }

    @Test
    void lostConnectionLeavesTheStoredPosition() {
        restored(bob).isLost();
        assertThat(next.resume(next.guest(), token).lastWritten()).isEqualTo(POSITION);
    }

    @Test
    void storedPositionIsSavedAgain() {
        restored(bob).wasWritten(0);
        assertThat(next.saved())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                ChatEvent.MemberSaved.class,
                                saved -> assertThat(saved.session().lastWritten())
                                        .isEqualTo(POSITION)));
    }

    @Test
    void positionIsKnownIfThereAreMoreSessionsThanAreKept() {
        ResumableSession[] others = IntStream.range(0, 10_000)
                .mapToObj(i -> session("hash" + i, bob))
                .toArray(ResumableSession[]::new);
        restored(bob, others).isLost();
        assertThat(next.resume(next.guest(), token).lastWritten()).isEqualTo(POSITION);
    }

    @Test
    void silentResumedClientKeepsItsPositionUntilItSendsSomething() {
        var silent = leader.guest();
        leader.resume(silent, token);
        var restored = restored(silent);
        restored.wasWritten(Long.MAX_VALUE - 1);
        restored.isLost(Long.MAX_VALUE - 1);
        var back = next.guest();
        assertThat(next.resume(back, token).lastWritten()).isEqualTo(POSITION);
    }

    @Test
    void tokenOfASilentResumedClientIsUsedUpWhenItSendsSomething() {
        var silent = leader.guest();
        leader.resume(silent, token);
        String second = silent.member.token();
        var restored = restored(silent);
        restored.says("here");
        assertUnknown(token);
        restored.isLost(Long.MAX_VALUE - 1);
        assertUnknown(token);
        assertThat(next.resume(next.guest(), second).lastWritten()).isEqualTo(Long.MAX_VALUE - 1);
    }
}
