package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PresenceTest {
    private final ChatFixture chat = new ChatFixture();
    private final ChatFixture.ChatParticipant anna = chat.person("anna");

    @Test
    void unannouncedGuestReceivesLobbyMessagesWithoutAJoinEvent() {
        var guest = chat.guest();
        anna.says("hello");
        assertThat(anna.heard()).containsExactly("<anna> hello");
        assertThat(guest.heard()).containsExactly("<anna> hello");
    }

    @Test
    void firstMessageOfAGuestIsPrecededByItsJoin() {
        var guest = chat.guest();
        guest.says("hi");
        String nick = guest.member.nick().value();
        assertThat(nick).matches("guest-[0-9a-f]{4,}");
        assertThat(guest.heard())
                .containsExactly(
                        "*** You are " + nick
                                + " in #lobby (2 here). /nick NAME, /help; /echo off hides your own lines.",
                        "<" + nick + "> hi");
        assertThat(anna.heard()).containsExactly("*** " + nick + " joined #lobby", "<" + nick + "> hi");
    }

    @Test
    void firstNickAnnouncesAGuestWithoutARename() {
        var guest = chat.guest();
        guest.sends(new Command.ChangeNick("bob"));
        assertThat(guest.heard())
                .containsExactly(
                        "*** You are bob in #lobby (2 here). /nick NAME, /help; /echo off hides your own lines.",
                        "*** You are bob");
        assertThat(anna.heard()).containsExactly("*** bob joined #lobby");
    }

    @Test
    void readOnlyCommandsDoNotAnnounceAGuest() {
        var guest = chat.guest();
        guest.sends(new Command.Who(Optional.empty()));
        guest.sends(new Command.Rooms());
        guest.sends(new Command.Help(Optional.of("who")));
        guest.sends(new Command.Ping("x"));
        guest.sends(new Command.Echo(true));
        guest.sends(new Command.ChooseFormat(Format.TEXT));
        guest.sends(new Command.Topic(Optional.empty()));
        assertThat(guest.heard())
                .containsExactly(
                        "*** #lobby: " + guest.member.nick() + ", anna (2 listening)",
                        "*** you are " + guest.member.nick() + ", not announced until you send something",
                        "*** #lobby: 2 people",
                        "*** you are " + guest.member.nick() + ", not announced until you send something",
                        "*** /who [#ROOM]  list the people in a room",
                        "*** pong x",
                        "*** echo on",
                        "*** format text",
                        "*** #lobby has no topic");
        assertThat(anna.heard()).isEmpty();
    }

    @Test
    void refusedCommandsDoNotAnnounceAGuest() {
        var guest = chat.guest();
        guest.sends(new Command.ChangeNick("anna"));
        guest.sends(new Command.DirectMessage("nobody", "hi"));
        guest.joins("dev");
        assertThat(guest.heard()).allMatch(line -> line.startsWith("*** error "));
        assertThat(anna.heard()).isEmpty();
    }

    @Test
    void disconnectOfAnUnannouncedGuestIsNotBroadcast() {
        chat.guest().isLost();
        assertThat(anna.heard()).isEmpty();
    }

    @Test
    void aLostConnectionLeavesEachSharedRoomOnceAndTheLobbyLast() {
        var bob = chat.person("bob");
        bob.joins("#dev");
        anna.joins("#dev");
        anna.heard();
        bob.isLost();
        bob.isLost();
        assertThat(anna.heard()).containsExactly("*** bob left #dev", "*** bob left #lobby");
    }

    @Test
    void quitSendsAByeAndFreesTheNickAtOnce() {
        var bob = chat.person("bob");
        anna.heard();
        bob.sends(new Command.Quit("see you"));
        anna.sends(new Command.ChangeNick("bob"));
        assertThat(bob.heard()).containsExactly("*** bye quit");
        assertThat(bob.isEnded()).isTrue();
        assertThat(anna.heard()).containsExactly("*** bob left #lobby", "*** You are bob");
    }

    @Test
    void endOfInputDisconnectsWithoutABye() {
        anna.sends(new Command.EndOfInput());
        assertThat(anna.heard()).isEmpty();
        assertThat(anna.isEnded()).isTrue();
    }

    @Test
    void messagesAfterAQuitAreNotBroadcast() {
        var bob = chat.person("bob");
        anna.heard();
        bob.sends(new Command.Quit("bye"));
        bob.says("still here");
        assertThat(anna.heard()).containsExactly("*** bob left #lobby");
    }

    @Test
    void hiddenMemberIsInvisibleToOthers() {
        var hidden = chat.hidden();
        hidden.says("here");
        anna.says("hello");
        anna.sends(new Command.DirectMessage("hidden", "who is there?"));
        anna.sends(new Command.Who(Optional.empty()));
        assertThat(hidden.heard()).containsExactly("<hidden> here");
        assertThat(anna.heard())
                .containsExactly("<anna> hello", "*** error no-such-user", "*** #lobby: anna (1 listening)");
        assertThat(chat.ask(new ChatQuery.ListRooms())).hasSize(1);
        hidden.isLost();
        anna.sends(new Command.ChangeNick("hidden"));
        anna.joins("#hidden");
        assertThat(anna.heard()).containsExactly("*** You are hidden", "*** You are in #hidden (1 here)");
    }
}
