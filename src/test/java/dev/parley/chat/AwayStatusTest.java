package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.UnreadMessages;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AwayStatusTest {
    private static final Command BOB_PROVED = new Command.LoggedIn(new Nick("bob"), UnreadMessages.NOTHING);
    private static final String BOB_IS_AWAY = "*** bob is away: tea";

    private final ChatFixture chat = new ChatFixture();
    private final ChatFixture.ChatParticipant anna = chat.person("anna");
    private final ChatFixture.ChatParticipant bob = chat.person("bob");

    @Test
    void senderGetsTheAwayMessageForEachDirectMessage() {
        away(bob, "tea");
        anna.heard();
        sendDirectMessage("BOB");
        sendDirectMessage("bob");
        assertThat(anna.heard()).containsExactly("[-> bob] psst", BOB_IS_AWAY, "[-> bob] psst", BOB_IS_AWAY);
        assertThat(bob.heard()).containsExactly("*** You are away: tea", "[anna] psst", "[anna] psst");
    }

    @Test
    void listOfPeopleMarksThoseWhoAreAway() {
        away(bob, "tea");
        anna.heard();
        anna.sends(new Command.Who(Optional.empty()));
        assertThat(anna.heard())
                .singleElement()
                .asString()
                .contains("bob (away)")
                .doesNotContain("anna (away)");
    }

    @Test
    void awayStatusIsNotBroadcast() {
        anna.heard();
        away(bob, "tea");
        bob.sends(new Command.Away(Optional.empty()));
        anna.says("hello");
        assertThat(anna.heard()).containsExactly("<anna> hello");
    }

    @Test
    void awayWithoutATextClearsTheAwayStatus() {
        away(bob, "tea");
        bob.sends(new Command.Away(Optional.empty()));
        bob.sends(new Command.Away(Optional.empty()));
        assertThat(bob.heard())
                .containsExactly("*** You are away: tea", "*** You are no longer away", "*** You are not away");
        assertNobodyIsAway();
    }

    @Test
    void sendingAnyMessageClearsTheAwayStatus() {
        for (Command word : new Command[] {
            new Command.Say("hello"), new Command.Emote("waves"), new Command.DirectMessage("bob", "me")
        }) {
            away(bob, "tea");
            bob.heard();
            bob.sends(word);
            bob.sends(word);
            assertThat(bob.heard())
                    .startsWith("*** You are no longer away")
                    .filteredOn("*** You are no longer away"::equals)
                    .hasSize(1);
            assertNobodyIsAway();
        }
    }

    @Test
    void newAwayMessageReplacesTheOldOne() {
        away(bob, "lunch");
        away(bob, "tea");
        anna.heard();
        sendDirectMessage("bob");
        assertThat(anna.heard()).containsExactly("[-> bob] psst", BOB_IS_AWAY);
    }

    @Test
    void awayMessageAbove200CharactersIsRefused() {
        away(bob, "\ud83c\udf75".repeat(200));
        assertThat(bob.heard()).singleElement().asString().startsWith("*** You are away: ");
        away(bob, "x".repeat(201));
        assertThat(bob.heard()).containsExactly("*** error bad-argument");
        sendDirectMessage("bob");
        assertThat(anna.heard()).last().asString().endsWith("\ud83c\udf75");
    }

    @Test
    void awayStatusAppliesToAllConnectionsOfAnAccount() {
        bob.sends(BOB_PROVED);
        var second = chat.guest();
        second.sends(BOB_PROVED);
        away(second, "tea");
        anna.heard();
        sendDirectMessage("bob");
        assertThat(anna.heard()).containsExactly("[-> bob] psst", BOB_IS_AWAY);
        bob.says("hello");
        anna.heard();
        assertNobodyIsAway();
    }

    @Test
    void awayStatusAppliesToConnectionsUnderOtherNicks() {
        bob.sends(BOB_PROVED);
        var second = chat.guest();
        second.sends(BOB_PROVED);
        second.sends(new Command.ChangeNick("robert"));
        away(second, "tea");
        anna.heard();
        sendDirectMessage("bob");
        sendDirectMessage("robert");
        assertThat(anna.heard())
                .containsExactly("[-> bob] psst", BOB_IS_AWAY, "[-> robert] psst", "*** robert is away: tea");
        bob.says("hello");
        anna.heard();
        assertNobodyIsAway();
    }

    @Test
    void speakingByALaterConnectionBringsTheAccountBack() {
        bob.sends(BOB_PROVED);
        away(bob, "tea");
        var second = chat.guest();
        second.sends(BOB_PROVED);
        second.heard();
        second.says("hello");
        assertThat(second.heard()).contains("*** You are no longer away");
        second.isLost();
        anna.heard();
        sendDirectMessage("bob");
        assertThat(anna.heard()).containsExactly("[-> bob] psst");
    }

    @Test
    void loginAndLogoutClearTheAwayStatus() {
        bob.sends(BOB_PROVED);
        var guest = chat.person("guesty");
        away(guest, "tea");
        guest.sends(BOB_PROVED);
        bob.isLost();
        anna.heard();
        sendDirectMessage("bob");
        assertThat(anna.heard()).containsExactly("[-> bob] psst");
        away(guest, "tea");
        guest.sends(new Command.LogOut());
        anna.heard();
        sendDirectMessage(guest.member.nick().value());
        assertThat(anna.heard()).hasSize(1);
    }

    @Test
    void secondConnectionOfAnAccountClearsTheAwayStatus() {
        bob.sends(BOB_PROVED);
        away(bob, "tea");
        chat.guest().sends(BOB_PROVED);
        anna.heard();
        assertNobodyIsAway();
    }

    private void assertNobodyIsAway() {
        anna.heard();
        sendDirectMessage("bob");
        assertThat(anna.heard()).containsExactly("[-> bob] psst");
    }

    private void sendDirectMessage(String nick) {
        anna.sends(new Command.DirectMessage(nick, "psst"));
    }

    private static void away(ChatFixture.ChatParticipant person, String text) {
        person.sends(new Command.Away(Optional.of(text)));
    }
}
