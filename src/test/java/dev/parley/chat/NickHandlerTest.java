package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.UnreadMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names that belong to accounts. */
class NickHandlerTest {
    private static final Nick BOB = new Nick("bob");
    private static final Command BOB_PROVED = new Command.LoggedIn(BOB, UnreadMessages.NOTHING);

    private final ChatFixture chat = new ChatFixture();

    @Test
    void loginGivesTheClientItsNickAndAResumeToken() {
        var carl = chat.person("carl");
        var guest = chat.guest();
        guest.sends(BOB_PROVED);
        assertThat(guest.heard())
                .containsExactly(
                        "*** You are bob in #lobby (2 here). /nick NAME, /help; /echo off hides your own lines.",
                        "*** You are bob",
                        "*** if disconnected, reconnect within 5 minutes: /resume " + guest.member.token());
        assertThat(carl.heard()).containsExactly("*** bob joined #lobby");
        assertThat(chat.ask(new ChatQuery.ShowMember(guest.member))
                        .orElseThrow()
                        .account())
                .isEqualTo(BOB);
    }

    @Test
    void guestWithTheNickIsRenamedWhenItsOwnerLogsIn() {
        var squatter = chat.person("Bob");
        var carl = chat.person("carl");
        var owner = chat.person("robert");
        squatter.heard();
        carl.heard();
        owner.sends(BOB_PROVED);
        assertThat(squatter.heard()).element(0).isEqualTo("*** bob is registered and you are not logged in to it");
        assertThat(carl.heard()).hasSize(2).element(0).asString().matches("\\*\\*\\* Bob is now guest-[0-9a-f]{4}");
        assertThat(owner.heard()).contains("*** You are bob");
        squatter.says("hello");
        assertThat(carl.heard()).last().asString().startsWith("<guest-");
    }

    @Test
    void registrationByAnOperatorRenamesTheGuestWithThatNick() {
        var guest = chat.person("Bob");
        chat.ask(new ChatQuery.AddAccount(BOB));
        assertThat(guest.heard())
                .hasSize(2)
                .startsWith("*** bob is registered and you are not logged in to it")
                .last()
                .asString()
                .startsWith("*** You are guest-");
        assertThat(chat.ask(new ChatQuery.FindClients(new ChatQuery.Selection.ByNick(BOB))))
                .isEmpty();
    }

    @Test
    void dropTakesEffectAlsoWhenItsConnectionIsGoneOrDraining() {
        for (boolean isDraining : new boolean[] {false, true}) {
            var owner = chat.guest();
            owner.sends(BOB_PROVED);
            var second = chat.guest();
            second.sends(BOB_PROVED);
            if (isDraining) {
                chat.ask(new ChatQuery.Drain(owner.member));
            } else {
                chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(owner.member), StatusCode.KICKED, ""));
            }
            owner.sends(new Command.Dropped(BOB));
            assertThat(second.member.account()).isNull();
            second.isLost();
        }
    }

    @Test
    void loginIsRefusedWhenTheAccountWasDroppedMeanwhile() {
        var accounts = ChatFixture.ofAccounts(List.of());
        var guest = accounts.guest();
        guest.sends(BOB_PROVED);
        assertThat(guest.heard()).containsExactly("*** error auth-failed");
        var stranger = accounts.stranger();
        stranger.sends(BOB_PROVED);
        assertThat(stranger.isEnded()).isTrue();
    }

    @Test
    void connectionsOfAnAccountAppearAsOneUser() {
        var carl = chat.person("carl");
        var first = chat.guest();
        first.sends(BOB_PROVED);
        first.joins("#dev");
        carl.joins("#dev");
        carl.heard();
        var second = chat.guest();
        second.sends(BOB_PROVED);
        second.joins("#dev");
        assertThat(carl.heard()).as("nobody new has come").isEmpty();
        assertThat(second.heard()).contains("*** You are in #dev (2 here)");
        carl.sends(new Command.Who(Optional.empty()));
        assertThat(carl.heard()).containsExactly("*** #dev: bob, carl (3 listening)");
        first.isLost();
        assertThat(carl.heard()).as("one of two is left").isEmpty();
        second.isLost();
        assertThat(carl.heard()).containsExactly("*** bob left #dev", "*** bob left #lobby");
    }

    @Test
    void nickThatAnotherConnectionOfTheAccountKeepsIsNotRenamedForOthers() {
        var carl = chat.person("carl");
        var first = chat.guest();
        first.sends(BOB_PROVED);
        var second = chat.guest();
        second.sends(BOB_PROVED);
        List.of(carl, first).forEach(person -> person.joins("#dev"));
        List.of(carl, first, second).forEach(ChatFixture.ChatParticipant::heard);
        chat.happened();
        chat.observed();
        first.sends(new Command.ChangeNick("rob"));
        assertThat(chat.observed()).singleElement().isInstanceOf(ChatEvent.Renamed.class);
        assertThat(first.heard()).containsExactly("*** You are rob");
        assertThat(second.heard()).containsExactly("*** rob joined #lobby");
        assertThat(carl.heard()).containsExactly("*** rob joined #lobby", "*** bob left #dev", "*** rob joined #dev");
        assertThat(chat.happened().stream().map(event -> event.getClass().getSimpleName()))
                .containsExactly("Renamed", "Joined", "Left", "Joined");
        carl.sends(new Command.Who(Optional.of("#lobby")));
        assertThat(carl.heard()).containsExactly("*** #lobby: carl, bob, rob (3 listening)");
        first.sends(new Command.ChangeNick("bob"));
        assertThat(second.heard()).containsExactly("*** rob left #lobby");
        assertThat(carl.heard()).containsExactly("*** rob left #lobby", "*** rob left #dev", "*** bob joined #dev");
        first.sends(new Command.ChangeNick("BOB"));
        assertThat(second.heard()).as("the same nick in other letters").isEmpty();
        second.isLost();
        carl.heard();
        first.sends(new Command.ChangeNick("bob"));
        assertThat(carl.heard()).as("of the only connection").containsExactly("*** BOB is now bob");
    }

    @Test
    void directMessageReachesAllConnectionsOfAnAccount() {
        var carl = chat.person("carl");
        var first = chat.guest();
        first.sends(BOB_PROVED);
        var second = chat.guest();
        second.sends(BOB_PROVED);
        first.heard();
        second.heard();
        carl.sends(new Command.DirectMessage("bob", "psst"));
        assertThat(first.heard()).containsExactly("[carl] psst");
        assertThat(second.heard()).containsExactly("[carl] psst");
    }

    @Test
    void announcedClientMergesWithTheAccountItLogsInTo() {
        var first = chat.guest();
        first.sends(BOB_PROVED);
        var second = chat.person("robert");
        first.heard();
        second.sends(BOB_PROVED);
        assertThat(first.heard()).containsExactly("*** robert left #lobby");
        first.sends(new Command.Who(Optional.empty()));
        assertThat(first.heard()).containsExactly("*** #lobby: bob (2 listening)");
    }

    @Test
    void sixthConnectionOfAnAccountDisconnectsTheOldest() {
        List<ChatFixture.ChatParticipant> connections = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            var connection = chat.guest();
            connection.sends(BOB_PROVED);
            connections.add(connection);
        }
        assertThat(connections.getFirst().isEnded()).isTrue();
        assertThat(connections.getFirst().heard()).last().asString().startsWith("*** bye kicked");
        assertThat(connections.subList(1, 6)).noneMatch(ChatFixture.ChatParticipant::isEnded);
    }

    @Test
    void renamedConnectionsStillCountForTheirAccount() {
        List<ChatFixture.ChatParticipant> connections = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            var connection = chat.guest();
            connection.sends(BOB_PROVED);
            connection.sends(new Command.ChangeNick("bob" + i));
            connections.add(connection);
        }
        assertThat(connections.getFirst().isEnded()).isTrue();
        assertThat(connections.subList(1, 6)).noneMatch(ChatFixture.ChatParticipant::isEnded);
        connections.getLast().sends(new Command.Dropped(BOB));
        assertThat(connections.get(1).heard()).anyMatch(line -> line.startsWith("*** You are guest-"));
    }

    @Test
    void accountLimitDisconnectsTheOldestLoginNotTheOldestConnection() {
        var early = chat.guest();
        List<ChatFixture.ChatParticipant> connections = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            var connection = chat.guest();
            connection.sends(BOB_PROVED);
            connections.add(connection);
        }
        early.sends(BOB_PROVED);
        assertThat(early.isEnded()).isFalse();
        assertThat(connections.getFirst().isEnded()).isTrue();
    }

    @Test
    void logoutMakesOnlyThatConnectionAGuest() {
        var first = chat.guest();
        first.sends(BOB_PROVED);
        var second = chat.guest();
        second.sends(BOB_PROVED);
        first.heard();
        second.heard();
        second.sends(new Command.LogOut());
        assertThat(second.heard()).singleElement().asString().startsWith("*** You are guest-");
        assertThat(first.heard()).singleElement().asString().matches("\\*\\*\\* guest-[0-9a-f]{4} joined #lobby");
        assertThat(chat.ask(new ChatQuery.FindClients(new ChatQuery.Selection.ByNick(BOB))))
                .extracting(ChatQuery.FoundClient::client)
                .containsExactly(first);
        second.sends(new Command.LogOut());
        assertThat(second.heard()).containsExactly("*** error bad-argument");
    }

    @Test
    void droppedAccountLosesItsNickOnAllConnections() {
        var first = chat.guest();
        first.sends(BOB_PROVED);
        var second = chat.guest();
        second.sends(BOB_PROVED);
        second.sends(new Command.Dropped(BOB));
        assertThat(chat.ask(new ChatQuery.FindClients(new ChatQuery.Selection.ByNick(BOB))))
                .isEmpty();
        assertThat(first.heard()).anyMatch(line -> line.startsWith("*** You are guest-"));
        var carl = chat.guest();
        carl.sends(new Command.ChangeNick("bob"));
        assertThat(carl.heard()).contains("*** You are bob");
    }

    @Test
    void loginToABannedNickIsRefused() {
        var banned = new Reply.Rejected(StatusCode.BANNED, "bob is banned: spam");
        var guarded = new ChatFixture((nick, account) -> Optional.of(banned).filter(refused -> nick.equals(BOB)));
        var guest = guarded.guest();
        guest.sends(BOB_PROVED);
        assertThat(guest.heard()).containsExactly("*** error banned");
        assertThat(guarded.ask(new ChatQuery.ShowMember(guest.member))
                        .orElseThrow()
                        .account())
                .isNull();
    }
}
