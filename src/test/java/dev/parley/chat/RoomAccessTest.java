package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomPatch;
import dev.parley.protocol.RoomSettingChange;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.UnreadMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The identity that a name stands for in a room's commands: the account where there is one, else the connection. */
class RoomAccessTest {
    private static final Nick ANN = new Nick("ann");
    private static final Nick BOB = new Nick("Bob");
    private static final Nick CAROL = new Nick("carol");
    private static final RoomName DEV = new RoomName("#dev");
    private static final String REFUSED = "*** error banned";

    private final List<Nick> accounts = new ArrayList<>(List.of(ANN, BOB, CAROL));
    private final ChatFixture chat = ChatFixture.ofAccounts(accounts);
    private final ChatFixture.ChatParticipant ann = loggedIn(ANN);

    @BeforeEach
    void annOwnsDev() {
        ann.joins("#dev");
        ann.heard();
    }

    @Test
    void banOfAnotherNickKeepsTheAccountOut() {
        var bob = called(BOB, "robert");
        var second = loggedIn(BOB);
        bob.joins("#dev");
        second.joins("#dev");
        ann.heard();
        ann.sends(new Command.Ban("robert", ""));
        assertThat(ann.heard())
                .containsExactly(
                        "*** ann set #dev: ban Bob", "*** ann kicked robert from #dev", "*** ann kicked Bob from #dev");
        assertThat(settings().banned()).extracting(Nick::value).containsExactly("Bob");
        assertThat(settings().bannedNicks()).isEmpty();
        bob.sends(new Command.ChangeNick("rob"));
        assertRefused(bob);
        assertRefused(second);
        assertRefused(loggedIn(BOB));
    }

    @Test
    void banByAccountHitsItsOwnerUnderAnotherNickAndOffline() {
        var bob = called(BOB, "robert");
        bob.joins("#dev");
        ann.heard();
        ann.sends(new Command.Ban("BOB", ""));
        assertThat(ann.heard()).containsExactly("*** ann set #dev: ban Bob", "*** ann kicked robert from #dev");
        assertRefused(bob);
        ann.sends(new Command.Ban("Carol", ""));
        assertThat(ann.heard()).containsExactly("*** ann set #dev: ban carol");
        assertRefused(loggedIn(CAROL));
    }

    @Test
    void kickMakesAllConnectionsOfAnAccountLeave() {
        var bob = called(BOB, "robert");
        var second = loggedIn(BOB);
        var third = loggedIn(BOB);
        List.of(bob, second, third).forEach(connection -> connection.joins("#dev"));
        ann.heard();
        ann.sends(new Command.Kick("robert", "tea"));
        assertThat(ann.heard())
                .containsExactly("*** ann kicked robert from #dev: tea", "*** ann kicked Bob from #dev: tea");
        assertThat(members()).containsExactly("ann");
        ann.sends(new Command.Kick("bob", ""));
        assertThat(ann.heard()).containsExactly("*** error no-such-user");
    }

    @Test
    void unbanLiftsTheBanOfAnAccountByAnyOfItsNames() {
        var bob = called(BOB, "robert");
        for (String name : List.of("robert", "BOB")) {
            ann.sends(new Command.Ban("bob", ""));
            ann.heard();
            ann.sends(new Command.Unban(name));
            assertThat(ann.heard()).containsExactly("*** ann set #dev: unban Bob");
            assertEnters(bob);
        }
    }

    @Test
    void bannedGuestStaysOutUnderEveryNickAndLoggedIn() {
        var eve = chat.person("eVe");
        eve.joins("#dev");
        ann.heard();
        ann.sends(new Command.Ban("EVE", "spam"));
        assertThat(ann.heard()).containsExactly("*** ann set #dev: ban eVe", "*** ann kicked eVe from #dev: spam");
        assertRefused(eve);
        eve.sends(new Command.ChangeNick("eva"));
        assertRefused(eve);
        eve.sends(new Command.LoggedIn(CAROL, UnreadMessages.NOTHING));
        assertRefused(eve);
        assertEnters(loggedIn(CAROL));
        assertRefused(chat.person("Eve"));
        assertEnters(chat.person("evelyn"));
    }

    @Test
    void unbanByThePresentNickLiftsTheBanOfTheOldOneToo() {
        var gil = chat.person("gil");
        ann.sends(new Command.Ban("gil", ""));
        gil.sends(new Command.ChangeNick("gil2"));
        ann.sends(new Command.Unban("gil2"));
        assertThat(settings().bannedNicks()).isEmpty();
        gil.sends(new Command.ChangeNick("gil"));
        assertEnters(gil);
    }

    @Test
    void grantingARightLiftsTheBanOfTheAccount() {
        ann.sends(new Command.Ban("Bob", ""));
        ann.sends(new Command.ConfigureRoom(Optional.of(new RoomSettingChange.Operator("Bob", true))));
        assertThat(settings().banned()).isEmpty();
        assertThat(settings().operators()).containsExactly(BOB);
    }

    @Test
    void kickReachesLostConnectionsOfTheAccount() {
        var bob = chat.guest();
        String token = bob.logsIn(BOB);
        bob.joins("#dev");
        bob.isLost();
        ann.sends(new Command.Kick("Bob", ""));
        var again = chat.guest();
        chat.resume(again, token);
        assertThat(members()).containsExactly("ann");
    }

    @Test
    void slowModeDoesNotSlowTheNextOwnerOfAName() {
        ann.sends(new Command.ConfigureRoom(Optional.of(new RoomSettingChange.Slow(3_600))));
        var bob = loggedIn(BOB);
        bob.joins("#dev");
        bob.says("first");
        drop(BOB);
        accounts.add(BOB);
        var next = loggedIn(BOB);
        next.joins("#dev");
        next.heard();
        next.says("second");
        assertThat(next.heard()).containsExactly("<Bob> second");
    }

    @Test
    void unbanLiftsTheBanOfAGuestByItsOldAndItsPresentNick() {
        var eve = chat.person("eve");
        ann.sends(new Command.Ban("eve", ""));
        eve.sends(new Command.ChangeNick("eva"));
        ann.sends(new Command.Unban("eve"));
        assertEnters(eve);
        ann.sends(new Command.Ban("eva", ""));
        eve.sends(new Command.ChangeNick("ivy"));
        assertRefused(eve);
        ann.sends(new Command.Unban("ivy"));
        assertEnters(eve);
        ann.heard();
        ann.sends(new Command.Unban("eva"));
        assertThat(ann.heard()).containsExactly("*** error no-such-user");
    }

    @Test
    void unbanOfAnOfflineNickLiftsItsBan() {
        var eve = chat.person("eve");
        ann.sends(new Command.Ban("eve", ""));
        eve.isLost();
        ann.heard();
        ann.sends(new Command.Unban("EVE"));
        ann.sends(new Command.Unban("EVE"));
        assertThat(ann.heard()).containsExactly("*** ann set #dev: unban EVE", "*** error no-such-user");
        assertEnters(chat.person("eve"));
    }

    @Test
    void guestBanStaysForTheNickAfterTheConnectionIsLost() {
        var eve = chat.person("eve");
        ann.sends(new Command.Ban("eve", ""));
        eve.isLost();
        assertThat(settings().bannedNicks()).containsExactly(new Nick("eve"));
        var again = chat.person("eve");
        assertRefused(again);
        again.sends(new Command.ChangeNick("eva"));
        assertEnters(again);
    }

    @Test
    void loginOrRenameToABannedNameLeavesTheRoom() {
        var guest = chat.person("dora");
        guest.joins("#dev");
        ann.sends(new Command.Ban("bob", ""));
        guest.heard();
        guest.sends(new Command.LoggedIn(BOB, UnreadMessages.NOTHING));
        assertThat(guest.heard()).containsSubsequence(REFUSED, "*** You left #dev; you are in #lobby");
        assertThat(members()).containsExactly("ann");
        var eve = chat.person("eve");
        ann.sends(new Command.Ban("eve", ""));
        eve.isLost();
        var other = chat.person("ida");
        other.joins("#dev");
        other.heard();
        other.sends(new Command.ChangeNick("Eve"));
        assertThat(other.heard()).containsSubsequence(REFUSED, "*** You left #dev; you are in #lobby");
    }

    @Test
    void invitedGuestEntersOnceAndMayNotSpeakInAModeratedRoom() {
        change(new RoomSettingChange.MembersOnly(true));
        change(new RoomSettingChange.Key("swordfish"));
        change(new RoomSettingChange.Moderated(true));
        var eve = chat.person("eve");
        eve.heard();
        ann.sends(new Command.Invite("eve"));
        assertThat(eve.heard()).containsExactly("*** ann invites you to #dev: /join #dev");
        assertThat(settings().members()).isEmpty();
        eve.sends(new Command.ChangeNick("eva"));
        var other = chat.person("eve");
        other.heard();
        other.joins("#dev");
        assertThat(other.heard()).singleElement().asString().startsWith("*** error not-allowed");
        assertEnters(eve);
        eve.heard();
        eve.sends(new Command.DirectMessage("#dev", "hello"));
        assertThat(eve.heard()).singleElement().asString().startsWith("*** error not-in-room");
        eve.joins("#dev");
        assertThat(eve.heard()).singleElement().asString().startsWith("*** error not-allowed");
        ann.sends(new Command.Invite("eva"));
        eve.joins("#dev");
        eve.heard();
        eve.says("hello");
        assertThat(eve.heard()).containsExactly("*** error not-allowed");
    }

    @Test
    void invitationLiftsBans() {
        var eve = chat.person("eve");
        var bob = called(BOB, "robert");
        ann.sends(new Command.Ban("eve", ""));
        ann.sends(new Command.Ban("bob", ""));
        ann.sends(new Command.Invite("eve"));
        ann.sends(new Command.Invite("robert"));
        assertThat(settings().bannedNicks()).isEmpty();
        assertThat(settings().banned()).isEmpty();
        assertThat(settings().members()).containsExactly(BOB);
        assertEnters(eve);
        assertEnters(bob);
        ann.sends(new Command.Invite("eve"));
        ann.sends(new Command.Ban("eve", ""));
        assertRefused(eve);
    }

    @Test
    void roomRightsCanBeGrantedToAccountsOnly() {
        chat.person("eve");
        change(new RoomSettingChange.Operator("bob", true));
        called(CAROL, "caro");
        change(new RoomSettingChange.Operator("caro", true));
        assertThat(settings().operators()).containsExactlyInAnyOrder(BOB, CAROL);
        ann.heard();
        change(new RoomSettingChange.Operator("eve", true));
        change(new RoomSettingChange.Operator("eve", false));
        change(new RoomSettingChange.Operator("zoe", true));
        change(new RoomSettingChange.Operator("zoe", false));
        ann.sends(new Command.Invite("zoe"));
        ann.sends(new Command.Ban("zoe", ""));
        ann.sends(new Command.Kick("zoe", ""));
        assertThat(ann.heard()).hasSize(7).allMatch(line -> line.startsWith("*** error "));
        change(new RoomSettingChange.Operator("eve", true));
        assertThat(ann.heard()).containsExactly("*** error bad-argument");
        change(new RoomSettingChange.Operator("zoe", true));
        assertThat(ann.heard()).containsExactly("*** error no-such-user");
        change(new RoomSettingChange.Operator("CARO", false));
        assertThat(ann.heard()).containsExactly("*** ann set #dev: deop carol");
    }

    @Test
    void ownerAndOperatorsAreProtectedUnderEveryNick() {
        change(new RoomSettingChange.Operator("bob", true));
        change(new RoomSettingChange.Operator("carol", true));
        var bob = loggedIn(BOB);
        bob.joins("#dev");
        called(CAROL, "caro").joins("#dev");
        ann.sends(new Command.ChangeNick("anna"));
        bob.heard();
        for (String name : List.of("ann", "anna", "carol", "caro")) {
            bob.sends(new Command.Kick(name, ""));
            bob.sends(new Command.Ban(name, ""));
        }
        assertThat(bob.heard()).hasSize(8).allMatch(line -> line.startsWith("*** error not-allowed"));
        ann.heard();
        ann.sends(new Command.Ban("caro", ""));
        assertThat(ann.heard()).contains("*** anna set #dev: ban carol", "*** anna kicked caro from #dev");
        assertThat(settings().operators()).containsExactly(BOB);
    }

    @Test
    void listsShowNamesAsTheyWereRegistered() {
        for (Command command : List.of(
                new Command.ConfigureRoom(Optional.of(new RoomSettingChange.Operator("BOB", true))),
                new Command.Invite("bOB"),
                new Command.Ban("cAROL", ""))) {
            ann.sends(command);
        }
        assertThat(settings().operators()).extracting(Nick::value).containsExactly("Bob");
        assertThat(settings().members()).extracting(Nick::value).containsExactly("Bob");
        assertThat(settings().banned()).extracting(Nick::value).containsExactly("carol");
        var bob = chat.guest();
        bob.sends(new Command.LoggedIn(new Nick("BOB"), UnreadMessages.NOTHING));
        assertThat(bob.member.nick().value()).isEqualTo("Bob");
        assertThat(bob.member.account()).extracting(Nick::value).isEqualTo("Bob");
    }

    @Test
    void droppedAccountIsRemovedFromAllRoomLists() {
        ann.sends(new Command.Ban("bob", ""));
        change(new RoomSettingChange.Operator("carol", true));
        drop(BOB);
        drop(CAROL);
        assertThat(settings()).isEqualTo(RoomSettings.of(ANN));
        accounts.add(BOB);
        assertEnters(loggedIn(BOB));
    }

    @Test
    void roomThatLosesItsOwnerKeepsItsTopic() {
        var eve = chat.person("eve");
        eve.joins("#dev");
        ann.sends(new Command.Topic(Optional.of("builds")));
        drop(ANN);
        assertTopic(eve, "builds");
        eve.sends(new Command.Topic(Optional.of("tea")));
        chat.ask(new ChatQuery.ChangeRoom(DEV, new RoomPatch(null, null, null, null, null, 5)));
        assertTopic(eve, "tea");
        chat.ask(new ChatQuery.ChangeRoom(DEV, new RoomPatch("news", null, null, null, null, null)));
        assertTopic(eve, "news");
        chat.ask(new ChatQuery.ChangeRoom(DEV, new RoomPatch("", null, null, null, null, null)));
        assertThat(eve.heard()).containsExactly("*** operator removed the topic of #dev");
        eve.sends(new Command.Topic(Optional.empty()));
        assertThat(eve.heard()).containsExactly("*** #dev has no topic");
    }

    @Test
    void membersAreNotifiedOnceWhenTheirRoomIsClosedToOthers() {
        var eve = chat.person("eve");
        eve.joins("#dev");
        eve.heard();
        change(new RoomSettingChange.MembersOnly(true));
        change(new RoomSettingChange.MembersOnly(true));
        change(new RoomSettingChange.Key("swordfish"));
        change(new RoomSettingChange.Slow(3));
        assertThat(eve.heard().stream().filter(line -> line.contains("stay until they leave")))
                .containsExactly(
                        "*** #dev is for members only now; people already here stay until they leave",
                        "*** #dev has a key now; people already here stay until they leave");
        change(new RoomSettingChange.MembersOnly(false));
        change(new RoomSettingChange.Key(null));
        chat.ask(new ChatQuery.ChangeRoom(DEV, new RoomPatch(null, null, true, null, "herring", null)));
        assertThat(eve.heard())
                .containsOnlyOnce(
                        "*** #dev is for members only and has a key now; people already here stay until they leave");
        assertThat(members()).containsExactlyInAnyOrder("ann", "eve");
        assertThat(chat.happened()).noneMatch(ChatEvent.RoomNotice.class::isInstance);
    }

    @Test
    void slowModeCountsPerAccountAndConnectionOverEveryChange() {
        change(new RoomSettingChange.Slow(30));
        var eve = chat.person("eve");
        var bob = loggedIn(BOB);
        var second = called(BOB, "robert");
        List.of(eve, bob, second).forEach(person -> person.joins("#dev"));
        eve.says("one");
        eve.sends(new Command.ChangeNick("eva"));
        assertSlowed(eve);
        change(new RoomSettingChange.Slow(31));
        ann.sends(new Command.Topic(Optional.of("tea")));
        change(new RoomSettingChange.Moderated(false));
        assertSlowed(eve);
        eve.sends(new Command.LoggedIn(CAROL, UnreadMessages.NOTHING));
        assertSlowed(eve);
        bob.says("two");
        assertSlowed(second);
        second.sends(new Command.LogOut());
        second.says("another person now");
        assertThat(second.heard()).last().asString().endsWith("another person now");
        second.sends(new Command.LoggedIn(BOB, UnreadMessages.NOTHING));
        assertSlowed(second);
        bob.sends(new Command.LogOut());
        assertSlowed(bob);
        eve.sends(new Command.Leave(Optional.empty()));
        eve.joins("#dev");
        assertSlowed(eve);
        chat.passes(31_000_000_000L);
        eve.says("three");
        assertThat(eve.heard()).last().isEqualTo("<carol> three");
    }

    @Test
    void longerSlowModeIntervalCountsEarlierMessages() {
        change(new RoomSettingChange.Slow(10));
        var eve = chat.person("eve");
        eve.joins("#dev");
        eve.says("one");
        chat.passes(20_000_000_000L);
        change(new RoomSettingChange.Slow(0));
        chat.person("ida").joins("#dev");
        change(new RoomSettingChange.Slow(60));
        assertSlowed(eve);
    }

    @Test
    void namesWithoutAnAccountHaveNoRightsAfterARestart() {
        accounts.remove(CAROL);
        var stored = new RoomSettings(
                new Nick("ANN"),
                Set.of(new Nick("bob"), CAROL),
                Set.of(CAROL),
                Set.of(CAROL, BOB),
                Set.of(new Nick("eve")),
                null,
                true,
                false,
                0,
                "tea");
        var orphan = new RoomName("#orphan");
        var served = new RoomName("#served");
        var restarted = ChatFixture.restarted(
                accounts,
                Map.of(DEV, stored, orphan, stored.withOwner(CAROL), served, stored.withOwner(Nick.OPERATOR)));
        RoomSettings kept =
                restarted.ask(new ChatQuery.ShowRoom(DEV)).orElseThrow().settings();
        assertThat(kept)
                .isEqualTo(new RoomSettings(
                        ANN,
                        Set.of(BOB),
                        Set.of(),
                        Set.of(BOB),
                        Set.of(CAROL, new Nick("eve")),
                        null,
                        true,
                        false,
                        0,
                        "tea"));
        assertThat(kept.operators()).extracting(Nick::value).containsExactly("Bob");
        assertThat(restarted.ask(new ChatQuery.ShowRoom(orphan))).isEmpty();
        assertThat(restarted
                        .ask(new ChatQuery.ShowRoom(served))
                        .orElseThrow()
                        .settings()
                        .owner())
                .isEqualTo(Nick.OPERATOR);
        assertThat(restarted.happened())
                .as("as somebody may register the name before the next restart")
                .hasSize(3)
                .allMatch(ChatEvent.RoomSettingsChanged.class::isInstance);
    }

    private ChatFixture.ChatParticipant loggedIn(Nick account) {
        var person = chat.guest();
        person.logsIn(account);
        return person;
    }

    private ChatFixture.ChatParticipant called(Nick account, String nick) {
        var person = loggedIn(account);
        person.sends(new Command.ChangeNick(nick));
        return person;
    }

    private void change(RoomSettingChange change) {
        ann.sends(new Command.ConfigureRoom(Optional.of(change)));
    }

    private void drop(Nick account) {
        accounts.remove(account);
        chat.ask(new ChatQuery.RemoveAccount(account));
    }

    private RoomSettings settings() {
        return chat.ask(new ChatQuery.ShowRoom(DEV)).orElseThrow().settings();
    }

    private List<String> members() {
        return chat.ask(new ChatQuery.ShowRoom(DEV)).orElseThrow().names().stream()
                .map(Nick::value)
                .toList();
    }

    private static void assertRefused(ChatFixture.ChatParticipant person) {
        person.heard();
        person.joins("#dev");
        assertThat(person.heard()).containsExactly(REFUSED);
    }

    private static void assertEnters(ChatFixture.ChatParticipant person) {
        person.heard();
        person.joins("#dev");
        assertThat(person.heard()).anyMatch(line -> line.startsWith("*** You are in #dev "));
        person.sends(new Command.Leave(Optional.empty()));
    }

    private static void assertSlowed(ChatFixture.ChatParticipant person) {
        person.heard();
        person.says("again");
        assertThat(person.heard()).singleElement().asString().startsWith("*** error rate-limited");
    }

    private static void assertTopic(ChatFixture.ChatParticipant person, String topic) {
        person.heard();
        person.sends(new Command.Topic(Optional.empty()));
        assertThat(person.heard()).containsExactly("*** topic of #dev: " + topic);
    }
}
