package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import java.util.List;
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

    @Test
    void tokenCanBeUsedOnlyOnce() {
        bob.isLost();
        assertThat(chat.resume(chat.guest(), token).refused()).isNull();
        assertUnknown(token);
    }

    @Test
    void tokenExpiresFiveMinutesAfterTheLoss() {
        bob.isLost();
        var second = chat.guest();
        String another = second.logsIn(BOB);
        chat.passes(ResumeTokens.RESUME_TIMEOUT.toNanos() - 1);
        second.isLost();
        assertThat(chat.resume(chat.guest(), token).refused()).isNull();
        chat.passes(ResumeTokens.RESUME_TIMEOUT.toNanos());
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
