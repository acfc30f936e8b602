package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Command;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomPatch;
import dev.parley.protocol.RoomSummary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private final ChatFixture chat = new ChatFixture(new ChatLimits(2, 2, 2, 10, 500));
    private final ChatFixture.ChatParticipant anna = chat.person("anna");
    private final ChatFixture.ChatParticipant bob = chat.person("bob");

    RoomsTest() {
        anna.heard();
    }

    @Test
    void joinCreatesTheRoomAndMakesItActive() {
        anna.joins("#Dev");
        anna.says("hi");
        assertThat(anna.heard()).containsExactly("*** You are in #dev (1 here)", "<anna> hi");
        assertThat(bob.heard()).isEmpty();
    }

    @Test
    void joiningClientGetsTheTopicAndOthersSeeTheJoin() {
        anna.joins("#dev");
        anna.sends(new Command.Topic(Optional.of("builds")));
        anna.heard();
        bob.joins("#dev");
        assertThat(bob.heard()).containsExactly("*** You are in #dev (2 here)", "*** topic of #dev: builds");
        assertThat(anna.heard()).containsExactly("*** bob joined #dev");
    }

    @Test
    void joiningAgainOnlyMakesTheRoomActive() {
        anna.joins("#dev");
        bob.joins("#dev");
        anna.joins("#lobby");
        anna.heard();
        bob.heard();
        anna.joins("#dev");
        assertThat(anna.heard()).containsExactly("*** You are in #dev (2 here)");
        assertThat(bob.heard()).isEmpty();
    }

    @Test
    void leavingTheActiveRoomReturnsToTheLobby() {
        anna.joins("#dev");
        bob.joins("#dev");
        anna.heard();
        bob.heard();
        anna.sends(new Command.Leave(Optional.empty()));
        anna.sends(new Command.Leave(Optional.of("#dev")));
        anna.sends(new Command.Leave(Optional.empty()));
        assertThat(anna.heard())
                .containsExactly(
                        "*** You left #dev; you are in #lobby", "*** error not-in-room", "*** error bad-argument");
        assertThat(bob.heard()).containsExactly("*** anna left #dev");
    }

    @Test
    void roomIsRemovedWithItsLastMember() {
        anna.joins("#dev");
        anna.sends(new Command.Topic(Optional.of("old")));
        anna.isLost();
        bob.joins("#dev");
        assertThat(bob.heard()).containsExactly("*** anna left #lobby", "*** You are in #dev (1 here)");
    }

    @Test
    void roomsAreListedWithTheLobbyFirstThenTheLargest() {
        anna.joins("#a");
        anna.joins("#b");
        bob.joins("#b");
        bob.sends(new Command.Topic(Optional.of("bees")));
        bob.heard();
        bob.sends(new Command.Rooms());
        assertThat(bob.heard())
                .containsExactly("*** #lobby: 2 people", "*** #b: 2 people, topic: bees", "*** #a: 1 person");
        List<RoomSummary> rooms = chat.ask(new ChatQuery.ListRooms());
        assertThat(rooms)
                .contains(
                        new RoomSummary(new RoomName("#b"), 2, 2, "bees"), new RoomSummary(RoomName.LOBBY, 2, 2, null));
    }

    @Test
    void memberListNamesAnnouncedUsersAndCountsAllConnections() {
        chat.guest();
        anna.sends(new Command.Who(Optional.of("#lobby")));
        anna.sends(new Command.Who(Optional.of("#none")));
        assertThat(anna.heard()).containsExactly("*** #lobby: anna, bob (3 listening)", "*** error no-such-room");
    }

    @Test
    void longMemberListIsTruncatedWithACount() {
        for (int i = 0; i < ChatLimits.MAX_LISTED; i++) {
            chat.person("p" + i);
        }
        anna.heard();
        anna.sends(new Command.Who(Optional.empty()));
        assertThat(anna.heard()).singleElement().asString().endsWith(", p197 and 2 more (202 listening)");
    }

    @Test
    void guestSeesItselfInFullListsBeforeItIsAnnounced() {
        for (int i = 0; i < ChatLimits.MAX_LISTED; i++) {
            chat.person("p" + i);
        }
        var guest = chat.guest();
        guest.sends(new Command.Who(Optional.empty()));
        assertThat(guest.heard().getFirst())
                .startsWith("*** #lobby: " + guest.member.nick() + ", anna, bob, ")
                .endsWith(", p196 and 3 more (203 listening)");
    }

    @Test
    void removedTopicIsGoneAndIsNotRemovedAgain() {
        anna.sends(new Command.Topic(Optional.of("tea")));
        anna.sends(new Command.Topic(Optional.of("")));
        anna.heard();
        bob.heard();
        anna.sends(new Command.Topic(Optional.of("")));
        anna.sends(new Command.Topic(Optional.empty()));
        assertThat(anna.heard()).containsExactly("*** #lobby has no topic", "*** #lobby has no topic");
        assertThat(bob.heard()).isEmpty();
        chat.ask(new ChatQuery.ChangeRoom(RoomName.LOBBY, new RoomPatch("tea", null, null, null, null, null)));
        chat.ask(new ChatQuery.ChangeRoom(RoomName.LOBBY, new RoomPatch(" \u0000 ", null, null, null, null, null)));
        assertThat(chat.ask(new ChatQuery.ListRooms()))
                .first()
                .extracting(RoomSummary::topic)
                .isNull();
        assertThat(bob.heard()).last().isEqualTo("*** operator removed the topic of #lobby");
    }

    @Test
    void topicAboveItsMaximumLengthIsRefused() {
        anna.sends(new Command.Topic(Optional.empty()));
        anna.sends(new Command.Topic(Optional.of("x".repeat(11))));
        anna.sends(new Command.Topic(Optional.of("\ud83d\ude00".repeat(10))));
        assertThat(anna.heard())
                .containsExactly(
                        "*** #lobby has no topic",
                        "*** error bad-argument",
                        "*** anna set the topic of #lobby: " + "\ud83d\ude00".repeat(10));
        assertThat(bob.heard()).hasSize(1);
    }

    @Test
    void aLongTopicIsCutInTheListOnly() {
        var wide = new ChatFixture();
        var carl = wide.person("carl");
        carl.sends(new Command.Topic(Optional.of("y".repeat(81))));
        carl.heard();
        carl.sends(new Command.Rooms());
        carl.sends(new Command.Topic(Optional.empty()));
        assertThat(carl.heard())
                .containsExactly(
                        "*** #lobby: 1 person, topic: " + "y".repeat(80) + "…",
                        "*** topic of #lobby: " + "y".repeat(81));
    }

    @Test
    void numberOfRoomsIsLimited() {
        anna.joins("#a");
        bob.joins("#b");
        bob.heard();
        bob.joins("#c");
        assertThat(bob.heard()).containsExactly("*** error too-many-rooms");
    }

    @Test
    void numberOfRoomsPerClientIsLimited() {
        var wide = new ChatFixture(new ChatLimits(9, 2, 2, 10, 500));
        var carl = wide.person("carl");
        carl.joins("#a");
        carl.joins("#b");
        carl.heard();
        carl.joins("#c");
        assertThat(carl.heard()).containsExactly("*** error too-many-rooms");
    }

    @Test
    void roomSizeIsLimitedExceptForTheLobby() {
        var carl = chat.person("carl");
        List.of(anna, bob, carl).forEach(person -> person.joins("#dev"));
        assertThat(carl.heard()).containsExactly("*** error room-full");
    }
}
