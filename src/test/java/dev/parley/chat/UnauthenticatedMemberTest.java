package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.port.ResumeResult;
import dev.parley.protocol.BanNotice;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Registration;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.UnreadMessages;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who must log in first is not there until then, and as any other after. */
class UnauthenticatedMemberTest {
    private static final Nick BOB = new Nick("bob");
    private static final Command BOB_PROVED = new Command.LoggedIn(BOB, UnreadMessages.NOTHING);

    private final ChatFixture chat = new ChatFixture();
    private final ChatFixture.ChatParticipant carl = chat.person("carl");
    private final ChatFixture.ChatParticipant stranger = chat.stranger();

    @Test
    void unauthenticatedMemberReceivesNothingAndIsNotCounted() {
        carl.says("hello");
        carl.joins("#dev");
        chat.person("dora").says("psst");
        chat.<Optional<Integer>>ask(new ChatQuery.Announce("tea is ready", null));
        assertThat(stranger.heard()).isEmpty();
        carl.heard();
        carl.sends(new Command.Who(Optional.of("#lobby")));
        assertThat(carl.heard()).containsExactly("*** #lobby: carl, dora (2 listening)");
    }

    @Test
    void unauthenticatedMemberCannotReceiveDirectMessages() {
        carl.heard();
        carl.sends(new Command.DirectMessage(state().nick().value(), "psst"));
        assertThat(carl.heard()).singleElement().asString().startsWith("*** error no-such-user");
        assertThat(stranger.heard()).isEmpty();
    }

    @Test
    void unauthenticatedMemberIsShownInNoRoomAndCanBeKicked() {
        assertThat(state().rooms()).isEmpty();
        assertThat(state().announced()).isFalse();
        assertThat(state().account()).isNull();
        assertThat(chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(stranger.member), StatusCode.KICKED, "go")))
                .hasSize(1);
        assertThat(stranger.heard()).containsExactly("*** bye kicked");
    }

    @Test
    void guestSessionCannotBeResumedWhereLoginIsRequired() {
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(carl.member), StatusCode.RESTART, "later"));
        carl.isLost();
        assertThat(resume(carl.member.token()).refused()).isEqualTo(Registration.OPEN.logInFirst());
    }

    @Test
    void unauthenticatedMemberJoinsTheLobbyAtItsLogin() {
        stranger.sends(BOB_PROVED);
        assertThat(stranger.heard())
                .containsExactly(
                        "*** You are bob in #lobby (2 here). /nick NAME, /help; /echo off hides your own lines.",
                        "*** You are bob",
                        "*** if disconnected, reconnect within 5 minutes: /resume " + stranger.member.token());
        assertThat(carl.heard()).containsExactly("*** bob joined #lobby");
        carl.says("hello");
        assertThat(stranger.heard()).containsExactly("<carl> hello");
        stranger.says("hi");
        assertThat(carl.heard()).containsExactly("<carl> hello", "<bob> hi");
        stranger.isLost();
        assertThat(carl.heard()).containsExactly("*** bob left #lobby");
    }

    @Test
    void logoutDisconnectsTheMemberWhereLoginIsRequired() {
        stranger.sends(BOB_PROVED);
        stranger.heard();
        stranger.sends(new Command.LogOut());
        assertThat(stranger.heard()).containsExactly("*** bye quit");
        assertThat(stranger.isEnded()).isTrue();
        assertThat(carl.heard()).containsExactly("*** bob joined #lobby", "*** bob left #lobby");
    }

    @Test
    void memberIsDisconnectedWhenItsAccountIsDropped() {
        var guest = chat.guest();
        guest.sends(BOB_PROVED);
        stranger.sends(BOB_PROVED);
        guest.sends(new Command.Dropped(BOB));
        assertThat(stranger.isEnded()).isTrue();
        assertThat(guest.isEnded()).isFalse();
        assertThat(chat.ask(new ChatQuery.FindClients(new ChatQuery.Selection.ByNick(BOB))))
                .isEmpty();
    }

    @Test
    void loginToABannedNickDisconnectsTheMember() {
        var ban = new BanNotice("spam", Instant.EPOCH);
        var banned = ban.refusal(BOB);
        var guarded = new ChatFixture((nick, account) -> Optional.of(banned).filter(refused -> nick.equals(BOB)));
        var bob = guarded.stranger();
        bob.sends(BOB_PROVED);
        assertThat(bob.heard()).containsExactly("*** bye banned");
        assertThat(bob.bye.ban()).isEqualTo(ban);
        assertThat(bob.isEnded()).isTrue();
    }

    private MemberSnapshot state() {
        return chat.ask(new ChatQuery.ShowMember(stranger.member)).orElseThrow();
    }

    private ResumeResult resume(String token) {
        return chat.ask(new ChatQuery.Resume(stranger.member, new Secret(token), Optional.empty()));
    }
}
