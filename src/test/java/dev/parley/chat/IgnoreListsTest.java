package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.port.NickPolicy;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.UnreadMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IgnoreListsTest {
    private static final Command BOB_PROVED = new Command.LoggedIn(new Nick("bob"), UnreadMessages.NOTHING);
    private static final String BOB_HEARD = "*** You no longer ignore bob";

    private final List<Nick> accounts = new ArrayList<>(List.of(new Nick("bob"), new Nick("robert")));
    private final ChatFixture chat = ChatFixture.ofAccounts(accounts);
    private final ChatFixture.ChatParticipant anna = chat.person("anna");
    private final ChatFixture.ChatParticipant bob = chat.person("bob");

    @Test
    void ignoredUserIsHiddenOnlyFromTheIgnoringClient() {
        var carl = chat.person("carl");
        anna.heard();
        bob.heard();
        ignore("bob");
        assertThat(anna.heard()).containsExactly("*** You ignore bob; /ignore bob again to stop");
        says(bob);
        assertThat(anna.heard()).isEmpty();
        assertThat(carl.heard()).containsExactly("<bob> hello", "* bob waves", "[bob] psst");
        assertThat(bob.heard())
                .as("as if nobody ignored him")
                .containsExactly("<bob> hello", "* bob waves", "[-> anna] psst", "[-> carl] psst");
    }

    @Test
    void presenceAndTopicsOfAnIgnoredUserAreStillShown() {
        anna.joins("#dev");
        ignore("bob");
        anna.heard();
        bob.joins("#dev");
        bob.sends(new Command.Topic(Optional.of("tea")));
        bob.sends(new Command.ChangeNick("rob"));
        bob.isLost();
        assertThat(anna.heard())
                .containsExactly(
                        "*** bob joined #dev",
                        "*** bob set the topic of #dev: tea",
                        "*** bob is now rob",
                        "*** rob left #dev",
                        "*** rob left #lobby");
    }

    @Test
    void secondIgnoreCommandStopsIgnoring() {
        ignore("bob");
        ignore("BOB");
        anna.heard();
        bob.says("hello");
        assertThat(anna.heard()).containsExactly("<bob> hello");
        ignore(null);
        assertThat(anna.heard()).containsExactly("*** You ignore nobody");
    }

    @Test
    void guestStaysIgnoredAfterARename() {
        ignore("bob");
        bob.sends(new Command.ChangeNick("rob"));
        anna.heard();
        says(bob);
        assertThat(anna.heard()).isEmpty();
        ignore(null);
        ignore("rob");
        bob.says("hello");
        assertThat(anna.heard()).containsExactly("*** You ignore rob", "*** You no longer ignore rob", "<rob> hello");
    }

    @Test
    void newUserOfAnIgnoredGuestNickIsNotIgnored() {
        ignore("bob");
        bob.sends(new Command.ChangeNick("rob"));
        var other = chat.person("bob");
        anna.heard();
        other.says("hello");
        assertThat(anna.heard()).containsExactly("<bob> hello");
    }

    @Test
    void ignoredGuestIsRemovedFromTheListWhenItLeaves() {
        ignore("bob");
        bob.isLost();
        chat.person("bob").says("hello");
        ignore(null);
        assertThat(anna.heard()).contains("<bob> hello").last().isEqualTo("*** You ignore nobody");
    }

    @Test
    void accountIsIgnoredOnAllConnectionsAndAfterItReturns() {
        bob.sends(BOB_PROVED);
        ignore("bob");
        var second = loggedIn();
        bob.isLost();
        second.isLost();
        var third = loggedIn();
        anna.heard();
        says(third);
        assertThat(anna.heard()).isEmpty();
        third.isLost();
        anna.heard();
        ignore(null);
        ignore("bob");
        assertThat(anna.heard()).containsExactly("*** You ignore bob", BOB_HEARD);
        loggedIn().says("hello");
        assertThat(anna.heard()).last().isEqualTo("<bob> hello");
    }

    @Test
    void connectionStaysIgnoredAfterLogoutOrAnotherLogin() {
        bob.sends(BOB_PROVED);
        ignore("bob");
        bob.sends(new Command.LogOut());
        anna.heard();
        says(bob);
        assertThat(anna.heard()).isEmpty();
        bob.sends(new Command.LoggedIn(new Nick("robert"), UnreadMessages.NOTHING));
        anna.heard();
        says(bob);
        assertThat(anna.heard()).isEmpty();
        ignore(null);
        assertThat(anna.heard()).containsExactly("*** You ignore bob, robert");
        bob.sends(BOB_PROVED);
        anna.heard();
        ignore(null);
        assertThat(anna.heard()).containsExactly("*** You ignore bob");
    }

    @Test
    void unignoringAnAccountShowsAllItsConnectionsAgain() {
        bob.sends(BOB_PROVED);
        var second = loggedIn();
        ignore("bob");
        second.sends(new Command.LogOut());
        second.sends(BOB_PROVED);
        ignore("bob");
        anna.heard();
        says(second);
        assertThat(anna.heard()).isNotEmpty();
        bob.says("hello");
        assertThat(anna.heard()).last().isEqualTo("<bob> hello");
    }

    @Test
    void ignoreListIsDroppedWithItsConnection() {
        ignore("bob");
        anna.isLost();
        var again = chat.person("anna");
        bob.says("hello");
        assertThat(again.heard()).containsExactly("<bob> hello");
    }

    @Test
    void accountIsIgnoredUnderAnotherNickAndOffline() {
        bob.sends(BOB_PROVED);
        bob.sends(new Command.ChangeNick("rob"));
        ignore("BOB");
        ignore("robert");
        anna.heard();
        says(bob);
        assertThat(anna.heard()).isEmpty();
        ignore(null);
        ignore("rob");
        assertThat(anna.heard()).containsExactly("*** You ignore bob, robert", "*** You no longer ignore rob");
    }

    @Test
    void laterOwnerOfADroppedNickIsNotIgnored() {
        bob.sends(BOB_PROVED);
        ignore("bob");
        accounts.remove(new Nick("bob"));
        bob.sends(new Command.Dropped(new Nick("bob")));
        anna.heard();
        says(bob);
        assertThat(anna.heard()).as("it is the same person").isEmpty();
        accounts.add(new Nick("bob"));
        loggedIn().says("hello");
        assertThat(anna.heard()).last().isEqualTo("<bob> hello");
    }

    @Test
    void connectionsOfTheSameAccountDoNotIgnoreEachOther() {
        bob.sends(BOB_PROVED);
        ignore("bob");
        var guest = chat.person("guest");
        ignore("guest");
        anna.sends(BOB_PROVED);
        anna.heard();
        bob.says("one");
        assertThat(anna.heard()).containsExactly("<bob> one");
        guest.sends(BOB_PROVED);
        guest.says("two");
        assertThat(anna.heard()).last().isEqualTo("<bob> two");
        ignore(null);
        ignore("bob");
        assertThat(anna.heard()).containsExactly("*** You ignore nobody", "*** error bad-argument");
        anna.sends(new Command.LogOut());
        bob.says("three");
        assertThat(anna.heard()).last().isEqualTo("<bob> three");
    }

    @Test
    void clientCannotIgnoreItself() {
        ignore("anna");
        assertThat(anna.heard()).last().isEqualTo("*** error bad-argument");
        bob.sends(BOB_PROVED);
        ignore("bob");
        anna.sends(BOB_PROVED);
        anna.says("hello");
        assertThat(anna.heard()).last().isEqualTo("<bob> hello");
    }

    @Test
    void unknownNickCannotBeIgnored() {
        anna.heard();
        ignore("carl");
        ignore("not!valid");
        assertThat(anna.heard()).containsExactly("*** error no-such-user", "*** error no-such-user");
    }

    @Test
    void ignoreListIsLimitedTo100Entries() {
        for (int i = 0; i < 100; i++) {
            chat.person("n" + i);
            ignore("n" + i);
        }
        anna.heard();
        ignore("bob");
        assertThat(anna.heard()).containsExactly("*** error bad-argument");
        ignore("n7");
        ignore("bob");
        assertThat(anna.heard()).last().isEqualTo("*** You ignore bob; /ignore bob again to stop");
    }

    @Test
    void ignoredSenderStillGetsTheAwayMessage() {
        ignore("bob");
        anna.sends(new Command.Away(Optional.of("tea")));
        anna.heard();
        bob.heard();
        bob.sends(new Command.DirectMessage("anna", "psst"));
        assertThat(bob.heard()).containsExactly("[-> anna] psst", "*** anna is away: tea");
        assertThat(anna.heard()).isEmpty();
    }

    @Test
    void membersAreLeftOutOnlyWhileTheyIgnoreTheSender() {
        var nicks = new Nicks(new Random(7));
        var publisher = DiscardingDelivery.publisher();
        var ignoreLists = new IgnoreLists(new IdentityResolver(nicks, NickPolicy.NONE), publisher);
        var lobby = new Room(RoomName.LOBBY, RoomLife.WHOLE);
        var one = new Member(new TestClient("one"), Format.TEXT);
        var other = new Member(new TestClient("other"), Format.TEXT);
        List<Member> members = List.of(one, other);
        members.forEach(member -> member.arrive(nicks.guest(member), lobby, 0));
        String name = other.nick().value();
        assertThat(ignoreLists.ignorersOf(other)).isEmpty();
        ignoreLists.toggle(one, name);
        assertThat(ignoreLists.ignorersOf(other)).containsExactly(one);
        ignoreLists.toggle(one, name);
        assertThat(ignoreLists.ignorersOf(other)).as("it was ended").isEmpty();
        ignoreLists.toggle(one, name);
        ignoreLists.departed(other);
        assertThat(ignoreLists.ignorersOf(other)).as("who was ignored has gone").isEmpty();
        ignoreLists.toggle(one, name);
        ignoreLists.departed(one);
        assertThat(ignoreLists.ignorersOf(other)).as("who ignored has gone").isEmpty();
    }

    private ChatFixture.ChatParticipant loggedIn() {
        var person = chat.guest();
        person.sends(BOB_PROVED);
        return person;
    }

    private void ignore(String name) {
        anna.sends(new Command.Ignore(Optional.ofNullable(name)));
    }

    private void says(ChatFixture.ChatParticipant person) {
        person.says("hello");
        person.sends(new Command.Emote("waves"));
        person.sends(new Command.DirectMessage("anna", "psst"));
        if (!chat.ask(new ChatQuery.FindClients(new ChatQuery.Selection.ByNick(new Nick("carl"))))
                .isEmpty()) {
            person.sends(new Command.DirectMessage("carl", "psst"));
        }
    }
}
