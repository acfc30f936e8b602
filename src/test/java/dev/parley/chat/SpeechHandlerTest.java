package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpeechHandlerTest {
    private final ChatFixture chat = new ChatFixture();
    private final ChatFixture.ChatParticipant anna = chat.person("anna");
    private final ChatFixture.ChatParticipant bob = chat.person("bob");

    SpeechHandlerTest() {
        anna.heard();
    }

    @Test
    void messageReachesAllMembersIncludingItsSender() {
        anna.says("hello");
        assertThat(anna.heard()).containsExactly("<anna> hello");
        assertThat(bob.heard()).containsExactly("<anna> hello");
    }

    @Test
    void clientWithoutEchoDoesNotReceiveItsOwnMessages() {
        anna.sends(new Command.Echo(false));
        anna.says("hello");
        anna.sends(new Command.Emote("waves"));
        assertThat(anna.heard()).containsExactly("*** echo off");
        assertThat(bob.heard()).containsExactly("<anna> hello", "* anna waves");
    }

    @Test
    void roomMessageReachesItsMembersOnlyAndIsMarkedIfTheRoomIsNotActive() {
        var carl = chat.person("carl");
        anna.joins("#dev");
        bob.joins("#dev");
        bob.joins("#ops");
        heardByAll(carl);
        anna.says("for dev");
        assertThat(bob.heard()).containsExactly("#dev <anna> for dev");
        assertThat(carl.heard()).isEmpty();
    }

    @Test
    void lobbyMessageReachesMembersOfOtherRooms() {
        bob.joins("#dev");
        heardByAll();
        anna.says("all");
        anna.sends(new Command.Emote("waves"));
        assertThat(bob.heard()).containsExactly("#lobby <anna> all", "#lobby * anna waves");
    }

    @Test
    void messageToAJoinedRoomKeepsTheActiveRoom() {
        bob.joins("#dev");
        heardByAll();
        bob.sends(new Command.DirectMessage("#lobby", "hi all"));
        bob.says("still dev");
        assertThat(bob.heard()).containsExactly("#lobby <bob> hi all", "<bob> still dev");
        assertThat(anna.heard()).containsExactly("<bob> hi all");
    }

    @Test
    void messageToARoomRequiresMembership() {
        bob.joins("#dev");
        heardByAll();
        anna.sends(new Command.DirectMessage("#dev", "hi"));
        anna.sends(new Command.DirectMessage("#ops", "hi"));
        assertThat(anna.heard()).containsExactly("*** error not-in-room", "*** error no-such-room");
    }

    @Test
    void directMessageReachesOnlyItsSenderAndRecipient() {
        var carl = chat.person("carl");
        heardByAll(carl);
        anna.sends(new Command.DirectMessage("BOB", "psst"));
        assertThat(anna.heard()).containsExactly("[-> bob] psst");
        assertThat(bob.heard()).containsExactly("[anna] psst");
        assertThat(carl.heard()).isEmpty();
    }

    @Test
    void renameIsSentOnceToClientsThatShareSeveralRooms() {
        anna.joins("#dev");
        bob.joins("#dev");
        heardByAll();
        anna.sends(new Command.ChangeNick("ann"));
        assertThat(anna.heard()).containsExactly("*** You are ann");
        assertThat(bob.heard()).containsExactly("*** anna is now ann");
    }

    @Test
    void choosingTheSameNickAgainIsNotBroadcast() {
        anna.sends(new Command.ChangeNick("anna"));
        anna.sends(new Command.ChangeNick("Anna"));
        assertThat(anna.heard()).containsExactly("*** You are anna", "*** You are Anna");
        assertThat(bob.heard()).containsExactly("*** anna is now Anna");
    }

    @Test
    void namesAreUniqueWithoutRegardToCase() {
        anna.sends(new Command.ChangeNick("BOB"));
        anna.sends(new Command.ChangeNick("ANNA"));
        assertThat(anna.heard()).containsExactly("*** error nick-in-use", "*** You are ANNA");
    }

    @Test
    void nickRefusedByThePolicyIsNotTakenAndNotAnnounced() {
        var refusal = new Reply.Rejected(StatusCode.BANNED, "troll is banned: spam");
        var guarded = new ChatFixture(
                (nick, account) -> Optional.of(refusal).filter(refused -> nick.equals(new Nick("Troll"))));
        var carl = guarded.person("carl");
        var guest = guarded.guest();
        guest.sends(new Command.ChangeNick("troll"));
        guest.sends(new Command.ChangeNick("TROLL"));
        assertThat(guest.heard()).containsExactly("*** error banned", "*** error banned");
        assertThat(carl.heard()).isEmpty();
        assertThat(guarded.ask(new ChatQuery.FindClients(new ChatQuery.Selection.ByNick(new Nick("troll")))))
                .isEmpty();
        guest.sends(new Command.ChangeNick("trolley"));
        assertThat(carl.heard()).containsExactly("*** trolley joined #lobby");
    }

    @Test
    void reservedAndInvalidNamesAreRefused() {
        for (String reserved : new String[] {"Server", "admin", "system", "root", "operator", "guest-1234"}) {
            anna.sends(new Command.ChangeNick(reserved));
        }
        assertThat(anna.heard()).hasSize(6).allMatch(line -> line.startsWith("*** error nick-reserved"));
        for (String invalid : new String[] {"1a", "a b", "\u0435van", "a".repeat(33), "a<b"}) {
            anna.sends(new Command.ChangeNick(invalid));
        }
        assertThat(anna.heard()).hasSize(5).allMatch(line -> line.startsWith("*** error nick-invalid"));
    }

    @Test
    void anAnnouncementReachesEveryoneOrOneRoom() {
        var guest = chat.guest();
        bob.joins("#dev");
        heardByAll();
        Optional<Integer> all = chat.ask(new ChatQuery.Announce("lunch", null));
        Optional<Integer> some = chat.ask(new ChatQuery.Announce("build", "#dev"));
        Optional<Integer> none = chat.ask(new ChatQuery.Announce("x", "#none"));
        assertThat(all).contains(3);
        assertThat(some).contains(1);
        assertThat(none).isEmpty();
        assertThat(guest.heard()).containsExactly("*** announcement: lunch");
        assertThat(bob.heard()).containsExactly("*** announcement: lunch", "*** announcement: build");
    }

    @Test
    void kickedClientIsDisconnectedWithTheReason() {
        List<ChatQuery.FoundClient> kicked = chat.ask(
                new ChatQuery.Disconnect(ChatQuery.Selection.of(bob.member), StatusCode.KICKED, "spam\u001b[2J"));
        List<ChatQuery.FoundClient> again =
                chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(bob.member), StatusCode.KICKED, "again"));
        assertThat(kicked).extracting(found -> found.state().nick()).containsExactly(new Nick("bob"));
        assertThat(again).isEmpty();
        assertThat(bob.heard()).containsExactly("*** bye kicked");
        assertThat(bob.isEnded()).isTrue();
        assertThat(anna.heard()).containsExactly("*** bob left #lobby");
    }

    @Test
    void drainingClientIsRefusedAndItsQuitIsNotBroadcast() {
        chat.ask(new ChatQuery.Drain(bob.member));
        bob.says("too late");
        bob.sends(new Command.Quit("bye"));
        assertThat(bob.heard()).containsExactly("*** error draining", "*** bye quit");
        assertThat(anna.heard()).isEmpty();
    }

    private void heardByAll(ChatFixture.ChatParticipant... others) {
        anna.heard();
        bob.heard();
        for (ChatFixture.ChatParticipant other : others) {
            other.heard();
        }
    }
}
