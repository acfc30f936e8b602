package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSettingChange;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.UnreadMessages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rooms that belong to someone. */
class RoomCommandHandlerTest {
    private static final Nick ANN = new Nick("ann");
    private static final RoomName DEV = new RoomName("#dev");

    private final ChatFixture chat = ChatFixture.ofAccounts(Set.of(ANN, new Nick("bob")));
    private final ChatFixture.ChatParticipant ann = chat.guest();
    private final ChatFixture.ChatParticipant bob = chat.person("bob");

    @BeforeEach
    void annOwnsDev() {
        ann.sends(new Command.LoggedIn(ANN, UnreadMessages.NOTHING));
        ann.joins("#dev");
        assertThat(ann.heard()).endsWith("*** You are in #dev (1 here)", "*** ann set #dev: owned by ann");
        bob.heard();
    }

    @Test
    void roomOpenedByAGuestHasNoOwner() {
        bob.joins("#open");
        bob.heard();
        bob.sends(new Command.ConfigureRoom(Optional.of(new RoomSettingChange.Slow(1))));
        assertThat(bob.heard()).containsExactly("*** error not-allowed");
    }

    @Test
    void anOwnedRoomStaysWhenItIsEmpty() {
        ann.sends(new Command.Topic(Optional.of("builds")));
        ann.sends(new Command.Leave(Optional.empty()));
        bob.joins("#dev");
        assertThat(bob.heard()).containsExactly("*** You are in #dev (1 here)", "*** topic of #dev: builds");
        bob.sends(new Command.Topic(Optional.of("mine")));
        bob.sends(new Command.Invite("bob"));
        assertThat(bob.heard()).containsExactly("*** error not-allowed", "*** error not-allowed");
    }

    @Test
    void membersOnlyRoomAdmitsInvitedAccountsOnly() {
        change(new RoomSettingChange.MembersOnly(true));
        bob.joins("#dev");
        assertThat(bob.heard()).containsExactly("*** error not-allowed");
        bob.sends(new Command.LoggedIn(new Nick("bob"), UnreadMessages.NOTHING));
        bob.heard();
        ann.sends(new Command.Invite("bob"));
        assertThat(bob.heard()).containsExactly("*** ann invites you to #dev: /join #dev");
        bob.joins("#dev");
        assertThat(bob.heard()).containsExactly("*** You are in #dev (2 here)");
    }

    @Test
    void roomWithAKeyAdmitsOnlyClientsThatGiveTheKey() {
        change(new RoomSettingChange.Key("swordfish"));
        bob.joins("#dev");
        bob.sends(new Command.Join("#dev", Optional.of("herring")));
        assertThat(bob.heard()).containsOnly("*** error not-allowed").hasSize(2);
        bob.sends(new Command.Join("#dev", Optional.of("swordfish")));
        assertThat(bob.heard()).containsExactly("*** You are in #dev (2 here)");
        bob.sends(new Command.ConfigureRoom(Optional.empty()));
        assertThat(bob.heard()).last().asString().endsWith("key on").doesNotContain("swordfish");
    }

    @Test
    void onlyMembersSpeakInAModeratedRoom() {
        bob.joins("#dev");
        change(new RoomSettingChange.Moderated(true));
        bob.heard();
        bob.says("hello");
        bob.sends(new Command.Emote("waves"));
        bob.sends(new Command.DirectMessage("#dev", "hello"));
        assertThat(bob.heard()).containsOnly("*** error not-allowed").hasSize(3);
        assertThat(ann.heard()).isEmpty();
        ann.says("hello");
        assertThat(bob.heard()).containsExactly("<ann> hello");
    }

    @Test
    void slowModeLimitsOtherMembersButNotTheOwner() {
        bob.joins("#dev");
        change(new RoomSettingChange.Slow(30));
        bob.heard();
        bob.says("one");
        bob.says("two");
        assertThat(bob.heard()).containsExactly("<bob> one", "*** error rate-limited");
        chat.passes(29_999_999_999L);
        bob.says("three");
        assertThat(bob.heard()).singleElement().asString().startsWith("*** error rate-limited");
        chat.passes(1);
        bob.says("four");
        assertThat(bob.heard()).containsExactly("<bob> four");
        ann.says("one");
        ann.says("two");
        assertThat(bob.heard()).containsExactly("<ann> one", "<ann> two");
    }

    @Test
    void kickedUserCanRejoinAndBannedUserCannot() {
        bob.joins("#dev");
        bob.heard();
        ann.heard();
        ann.sends(new Command.Kick("bob", "tea time"));
        assertThat(bob.heard()).containsExactly("*** ann kicked bob from #dev: tea time", "*** you are in #lobby");
        assertThat(ann.heard()).containsExactly("*** ann kicked bob from #dev: tea time");
        bob.joins("#dev");
        bob.heard();
        ann.sends(new Command.Ban("bob", ""));
        assertThat(bob.heard())
                .containsExactly("*** ann set #dev: ban bob", "*** ann kicked bob from #dev", "*** you are in #lobby");
        bob.joins("#dev");
        assertThat(bob.heard()).containsExactly("*** error banned");
        ann.sends(new Command.Unban("bob"));
        bob.joins("#dev");
        assertThat(bob.heard()).containsExactly("*** You are in #dev (2 here)");
        ann.heard();
        ann.sends(new Command.Kick("carl", ""));
        assertThat(ann.heard()).containsExactly("*** error no-such-user");
    }

    @Test
    void roomOperatorsCannotOverrideTheOwner() {
        bob.sends(new Command.LoggedIn(new Nick("bob"), UnreadMessages.NOTHING));
        bob.joins("#dev");
        change(new RoomSettingChange.Operator("bob", true));
        bob.heard();
        bob.sends(new Command.ConfigureRoom(Optional.of(new RoomSettingChange.Slow(5))));
        bob.sends(new Command.ConfigureRoom(Optional.of(new RoomSettingChange.Operator("carl", true))));
        bob.sends(new Command.ConfigureRoom(Optional.of(new RoomSettingChange.GiveUp())));
        bob.sends(new Command.Kick("ann", ""));
        bob.sends(new Command.Ban("ann", ""));
        assertThat(bob.heard())
                .containsExactly(
                        "*** bob set #dev: slow 5",
                        "*** error not-allowed",
                        "*** error not-allowed",
                        "*** error not-allowed",
                        "*** error not-allowed");
        change(new RoomSettingChange.Operator("bob", false));
        bob.heard();
        bob.sends(new Command.ConfigureRoom(Optional.of(new RoomSettingChange.Slow(0))));
        assertThat(bob.heard()).singleElement().asString().startsWith("*** error not-allowed");
    }

    @Test
    void roomOwnerIsRecognizedByAccountNotByNick() {
        ann.sends(new Command.LogOut());
        ann.heard();
        ann.sends(new Command.ConfigureRoom(Optional.of(new RoomSettingChange.Slow(5))));
        assertThat(ann.heard()).singleElement().asString().startsWith("*** error not-allowed");
    }

    @Test
    void roomThatItsOwnerGaveUpIsRemovedWhenEmpty() {
        change(new RoomSettingChange.GiveUp());
        ann.sends(new Command.Leave(Optional.empty()));
        assertThat(chat.ask(new ChatQuery.ListRooms())).hasSize(1);
    }

    @Test
    void droppingAnAccountRemovesItsEmptyRooms() {
        ann.sends(new Command.Leave(Optional.empty()));
        ann.sends(new Command.Dropped(ANN));
        assertThat(chat.ask(new ChatQuery.ListRooms())).hasSize(1);
        bob.sends(new Command.LoggedIn(ANN, UnreadMessages.NOTHING));
        bob.joins("#dev");
        assertThat(bob.heard()).endsWith("*** You are in #dev (1 here)", "*** ann set #dev: owned by ann");
    }

    @Test
    void eleventhRoomOfAnAccountHasNoOwner() {
        for (int i = 1; i < 10; i++) {
            ann.joins("#room" + i);
        }
        ann.heard();
        ann.joins("#room10");
        assertThat(ann.heard())
                .containsExactly(
                        "*** You are in #room10 (1 here)",
                        "*** you own 10 rooms, the maximum, so this room has no owner");
    }

    @Test
    void changesThatARestartWouldUndoAreRefusedWhileNothingIsStored() {
        bob.joins("#dev");
        chat.stored(false);
        bob.heard();
        ann.heard();
        List.of(
                        new RoomSettingChange.Key("swordfish"),
                        new RoomSettingChange.MembersOnly(true),
                        new RoomSettingChange.Moderated(true),
                        new RoomSettingChange.Slow(5),
                        new RoomSettingChange.Operator("bob", true),
                        new RoomSettingChange.Operator("bob", false),
                        new RoomSettingChange.GiveUp())
                .forEach(change -> ann.sends(new Command.ConfigureRoom(Optional.of(change))));
        ann.sends(new Command.Invite("bob"));
        ann.sends(new Command.Ban("bob", ""));
        ann.sends(new Command.Unban("bob"));
        ann.sends(new Command.Topic(Optional.of("builds")));
        assertThat(ann.heard()).containsOnly("*** error unavailable").hasSize(11);
        assertThat(bob.heard()).isEmpty();
        chat.stored(true);
        change(new RoomSettingChange.Key("swordfish"));
    }

    @Test
    void changesThatEndWithARestartArePossibleWhileNothingIsStored() {
        bob.joins("#dev");
        bob.joins("#open");
        chat.stored(false);
        bob.heard();
        bob.sends(new Command.Topic(Optional.of("builds")));
        assertThat(bob.heard()).containsExactly("*** bob set the topic of #open: builds");
        ann.heard();
        ann.sends(new Command.ConfigureRoom(Optional.empty()));
        ann.sends(new Command.Kick("bob", "spam"));
        assertThat(ann.heard()).last().asString().contains("kicked bob");
    }

    @Test
    void roomCreatedWhileNothingIsStoredHasNoOwner() {
        chat.stored(false);
        ann.joins("#new");
        assertThat(ann.heard())
                .containsExactly(
                        "*** You are in #new (1 here)",
                        "*** owners of rooms cannot be stored now, so this room has no owner");
        chat.stored(true);
        ann.sends(new Command.ConfigureRoom(Optional.of(new RoomSettingChange.Slow(1))));
        assertThat(ann.heard()).containsExactly("*** error not-allowed");
    }

    @Test
    void storedRoomSettingsApplyAfterARestart() {
        var settings = new RoomSettings(ANN, Set.of(), Set.of(), Set.of(), Set.of(), null, true, false, 0, "builds");
        var restarted = new ChatFixture(Map.of(DEV, settings));
        var carl = restarted.person("carl");
        carl.joins("#dev");
        assertThat(carl.heard()).singleElement().asString().startsWith("*** error not-allowed");
        var owner = restarted.guest();
        owner.sends(new Command.LoggedIn(ANN, UnreadMessages.NOTHING));
        owner.joins("#dev");
        assertThat(owner.heard()).endsWith("*** You are in #dev (1 here)", "*** topic of #dev: builds");
    }

    private void change(RoomSettingChange change) {
        ann.sends(new Command.ConfigureRoom(Optional.of(change)));
        assertThat(ann.heard()).anyMatch(line -> line.startsWith("*** ann set #dev: "));
    }
}
