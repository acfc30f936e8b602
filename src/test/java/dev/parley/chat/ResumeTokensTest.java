package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** For whom, and how long, a token is good. */
class ResumeTokensTest {
    private static final Nick BOB = new Nick("bob");
    private static final Reply.Rejected NOT_HERE =
            new Reply.Rejected(StatusCode.NOT_ALLOWED, "not over this connection");

    private boolean isRegistered = true;
    private final ChatFixture chat = ChatFixture.ofAccounts(nick -> isRegistered && nick.equals(BOB));
    private final ChatFixture.ChatParticipant ann = chat.person("ann");
    private final ChatFixture.ChatParticipant bob = chat.guest();
    private final String token = bob.logsIn(BOB);
    private final Map<String, ResumableSession> database = new LinkedHashMap<>();

    @Test
    void tokenIsUsedUpWhenTheResumedClientSendsSomething() {
        bob.isLost();
        var back = resumed(token);
        back.sends(new Command.Ping("1"));
        assertUnknown(token);
        back.isLost();
        assertUnknown(token);
        assertThat(chat.resume(chat.guest(), back.member.token()).refused()).isNull();
    }

    @Test
    void tokenWorksAgainIfTheResumedClientWasLostBeforeItSentSomething() {
        bob.isLost(5_000_000_000_000_000_000L);
        var silent = resumed(token);
        String second = silent.member.token();
        silent.isLost(Long.MAX_VALUE - 1);
        var back = chat.guest();
        assertThat(chat.resume(back, token).lastWritten()).isEqualTo(5_000_000_000_000_000_000L);
        assertThat(back.heard()).contains("*** You are bob");
        assertUnknown(second);
        back.says("here");
        assertUnknown(token);
    }

    @Test
    void newTokenWorksIfTheResumedClientWasLostBeforeItSentSomething() {
        bob.isLost(5_000_000_000_000_000_000L);
        var silent = resumed(token);
        String second = silent.member.token();
        silent.isLost();
        var back = chat.guest();
        assertThat(chat.resume(back, second).lastWritten()).isEqualTo(5_000_000_000_000_000_000L);
        back.says("here");
        assertUnknown(token);
        assertUnknown(second);
    }

    @Test
    void silentResumedConnectionThatSeemsOpenIsReplacedByTheSameToken() {
        bob.isLost(5_000_000_000_000_000_000L);
        var silent = resumed(token);
        silent.wasWritten(Long.MAX_VALUE - 1);
        var back = chat.guest();
        assertThat(chat.resume(back, token).lastWritten()).isEqualTo(5_000_000_000_000_000_000L);
        assertThat(silent.heard()).endsWith("*** bye quit");
        silent.isLost();
        assertThat(ann.heard()).filteredOn(line -> line.startsWith("*** bob")).hasSize(5);
        back.isLost();
        assertThat(chat.resume(chat.guest(), token).refused()).isNull();
    }

    @Test
    void tokenOfAGuestWorksAgainUntilTheResumedGuestSendsSomething() {
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(ann.member), StatusCode.RESTART, "later"));
        String anns = ann.member.token();
        ann.isLost();
        var silent = resumed(anns);
        silent.isLost();
        var back = resumed(anns);
        assertThat(back.heard()).contains("*** You are ann");
        back.sends(new Command.Ping("1"));
        assertUnknown(anns);
        back.isLost();
        assertUnknown(anns);
    }

    @Test
    void kickOfASilentResumedClientInvalidatesBothTokens() {
        bob.isLost();
        var silent = resumed(token);
        String second = silent.member.token();
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(silent.member), StatusCode.KICKED, "spam"));
        assertUnknown(token);
        silent.isLost();
        assertUnknown(token);
        assertUnknown(second);
        assertThat(stored()).isEmpty();
    }

    @Test
    void newPasswordRevokesTheTokenThatASilentClientResumedWith() {
        bob.isLost();
        var silent = resumed(token);
        chat.ask(new ChatQuery.RevokeTokens(BOB));
        assertUnknown(token);
        silent.isLost();
        assertUnknown(token);
    }

    @Test
    void secondResumeOfOneConnectionUsesUpTheFirstToken() {
        var other = chat.guest();
        String others = other.logsIn(BOB);
        bob.isLost();
        other.isLost();
        var back = resumed(token);
        chat.resume(back, others);
        assertUnknown(token);
        assertThat(chat.resume(chat.guest(), others).refused()).isNull();
    }

    @Test
    void sessionOfAUsedTokenIsStoredUntilTheResumedClientSendsSomething() {
        bob.isLost();
        var silent = resumed(token);
        assertRestartResumes(token);
        String second = silent.member.token();
        silent.isLost();
        assertRestartResumes(token);
        assertRestartResumes(second);
        var back = resumed(second);
        assertRestartResumes(second);
        back.sends(new Command.Ping("1"));
        assertThat(stored()).isEmpty();
    }

    @Test
    void sessionOfAConnectionThatSeemedOpenIsStoredWhenItIsResumed() {
        resumed(token);
        assertRestartResumes(token);
    }

    /** Returns the sessions that the database has now. */
    private Collection<ResumableSession> stored() {
        for (ChatEvent event : chat.happened()) {
            if (event instanceof ChatEvent.SessionSuspended suspended) {
                database.put(suspended.session().key(), suspended.session());
            } else if (event instanceof ChatEvent.Resumed resumed) {
                database.remove(resumed.key());
            }
        }
        return database.values();
    }

    private void assertRestartResumes(String known) {
        var restarted = ChatFixture.ofAccounts(BOB::equals);
        restarted.restore(List.copyOf(stored()));
        var back = restarted.guest();
        assertThat(restarted.resume(back, known).refused()).isNull();
        assertThat(back.heard()).contains("*** You are bob");
        back.says("here");
        back.sends(new Command.Quit(""));
        assertThat(restarted.resume(restarted.guest(), known).refused()).isNotNull();
    }

    private ChatFixture.ChatParticipant resumed(String known) {
        var back = chat.guest();
        assertThat(chat.resume(back, known).refused()).isNull();
        back.sends(new Command.MissedEvents(new Reply.HistoryPage(
                1L, RoomName.LOBBY, List.of(), Reply.HistoryPage.Extent.COMPLETE, 0, Instant.EPOCH)));
        return back;
    }

    @Test
    void tokenExpiresFiveMinutesAfterTheLoss() {
        bob.isLost();
        var second = chat.guest();
        String another = second.logsIn(BOB);
        chat.passes(ResumableSession.TIMEOUT.toNanos() - 1);
        second.isLost();
        assertThat(chat.resume(chat.guest(), token).refused()).isNull();
        chat.passes(ResumableSession.TIMEOUT.toNanos());
        assertUnknown(another);
    }

    @Test
    void connectionCannotResumeItself() {
        assertThat(chat.resume(bob, token).refused()).isNotNull();
    }

    @Test
    void aNewPasswordRevokesTheTokensOfTheOld() {
        var other = chat.guest();
        String others = other.logsIn(BOB);
        bob.isLost();
        other.sends(new Command.PasswordChanged(BOB));
        List<String> heard = other.heard();
        assertThat(heard.getFirst()).isEqualTo("*** your password was changed");
        assertThat(heard.getLast()).contains("/resume ").doesNotContain(others);
        other.isLost();
        assertUnknown(token);
        assertUnknown(others);
        assertThat(chat.happened()).hasAtLeastOneElementOfType(ChatEvent.TokensRevoked.class);
    }

    @Test
    void tokenIsUnknownAfterItsAccountIsDropped() {
        var other = chat.guest();
        other.logsIn(BOB);
        bob.isLost();
        other.sends(new Command.Dropped(BOB));
        assertUnknown(token);
    }

    @Test
    void tokenIsValidAfterADisconnectForAnOverlongLine() {
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(bob.member), StatusCode.LINE_TOO_LONG, "too long"));
        bob.isLost();
        assertThat(chat.resume(chat.guest(), token).refused()).isNull();
    }

    @Test
    void tokenIsUnknownAfterQuit() {
        bob.sends(new Command.Quit("bye"));
        bob.isLost();
        assertUnknown(token);
    }

    @Test
    void tokenIsUnknownAfterAKick() {
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(bob.member), StatusCode.KICKED, "spam"));
        bob.isLost();
        assertUnknown(token);
    }

    @Test
    void tokenIsUnknownAfterLogout() {
        bob.sends(new Command.LogOut());
        bob.isLost();
        assertUnknown(token);
    }

    @Test
    void tokenIsValidAfterEndOfInput() {
        bob.sends(new Command.EndOfInput());
        bob.isLost();
        assertThat(chat.resume(chat.guest(), token).refused()).isNull();
    }

    @Test
    void resumeOfAnAccountIsRefusedWherePasswordsAreNotAccepted() {
        bob.isLost();
        var back = chat.guest();
        assertThat(chat.ask(new ChatQuery.Resume(back.member, new Secret(token), Optional.of(NOT_HERE)))
                        .refused())
                .isEqualTo(NOT_HERE);
        assertThat(chat.resume(back, token).refused()).isNull();
    }

    @Test
    void tokenIsUnknownIfItsAccountIsNoLongerRegistered() {
        bob.isLost();
        isRegistered = false;
        assertUnknown(token);
    }

    private void assertUnknown(String unknown) {
        assertThat(chat.resume(chat.guest(), unknown).refused())
                .isNotNull()
                .extracting(Reply.Rejected::code)
                .isEqualTo(StatusCode.AUTH_FAILED);
    }
}
