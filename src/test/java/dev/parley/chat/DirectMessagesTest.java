package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.UnreadMessages;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Private messages to a registered name that nobody here has. */
class DirectMessagesTest {
    private static final Nick BOB = new Nick("bob");

    private final ChatFixture chat = ChatFixture.ofAccounts(List.of(BOB));
    private final ChatFixture.ChatParticipant ann = chat.person("ann");

    @Test
    void messageToAnOfflineAccountIsStoredAsUnread() {
        ann.sends(new Command.DirectMessage("BOB", "psst"));
        assertThat(ann.heard())
                .containsExactly("[-> bob] psst", "*** bob is offline; the message will be shown at the next /login");
        assertThat(happened()).contains("Told bob unread");
    }

    @Test
    void messageToAnOnlineUserIsDeliveredAndStoredAsRead() {
        var bob = logsIn();
        ann.sends(new Command.DirectMessage("bob", "psst"));
        assertThat(ann.heard()).endsWith("[-> bob] psst");
        assertThat(bob.heard()).endsWith("[ann] psst");
        assertThat(happened()).endsWith("Told bob read");
    }

    @Test
    void directMessageReachesEveryConnectionOfTheAccountUnderAnyNick() {
        var bob = logsIn();
        bob.sends(new Command.ChangeNick("robert"));
        var second = logsIn();
        second.sends(new Command.ChangeNick("bert"));
        for (String name : List.of("BOB", "robert")) {
            ann.heard();
            bob.heard();
            second.heard();
            ann.sends(new Command.DirectMessage(name, "psst"));
            assertThat(ann.heard()).containsExactly("[-> " + (name.equals("BOB") ? "bob" : name) + "] psst");
            assertThat(bob.heard()).containsExactly("[ann] psst");
            assertThat(second.heard()).containsExactly("[ann] psst");
            assertThat(happened()).endsWith("Told bob read");
        }
    }

    @Test
    void messageToOneselfReachesOnlyTheOtherConnections() {
        ann.heard();
        ann.sends(new Command.DirectMessage("ann", "note"));
        assertThat(ann.heard()).containsExactly("[-> ann] note");
        var bob = logsIn();
        var second = logsIn();
        second.sends(new Command.ChangeNick("robert"));
        bob.heard();
        second.heard();
        bob.sends(new Command.DirectMessage("robert", "note"));
        assertThat(bob.heard()).containsExactly("[-> robert] note");
        assertThat(second.heard()).containsExactly("[bob] note");
    }

    @Test
    void messageToAGuestIsNotKeptAsUnread() {
        chat.person("carl");
        ann.sends(new Command.DirectMessage("carl", "psst"));
        assertThat(happened()).endsWith("Told null read");
    }

    @Test
    void unreadMessagesAreShownAtLoginAndMarkedRead() {
        ann.sends(new Command.DirectMessage("bob", "one"));
        var bob = logsIn(told(1, "one"), told(2, "two"));
        assertThat(bob.heard())
                .endsWith("*** 2 private messages arrived while you were offline", "[ann] one", "[ann] two");
        assertThat(happened()).endsWith("MailRead bob [1, 2]");
    }

    @Test
    void unreadMessagesAreShownOnceWhileItCannotBeStoredThatTheyWereRead() {
        ChatEvent.DirectMessage[] unread = {told(1, "one"), told(2, "two")};
        logsIn(unread);
        chat.stored(false);
        assertThat(logsIn(unread).heard()).noneMatch(line -> line.startsWith("[ann]"));
        assertThat(logsIn(told(2, "two"), told(3, "three")).heard())
                .endsWith("[ann] three")
                .doesNotContain("[ann] two");
    }

    @Test
    void loginWithoutUnreadMessagesDoesNotMentionThem() {
        assertThat(logsIn().heard()).noneMatch(line -> line.contains("private message"));
        assertThat(happened()).noneMatch(event -> event.startsWith("MailRead"));
    }

    @Test
    void fullMailboxRefusesMessagesUntilItIsRead() {
        for (int i = 0; i < ChatLimits.MAX_LISTED; i++) {
            ann.sends(new Command.DirectMessage("bob", "psst"));
        }
        ann.heard();
        ann.sends(new Command.DirectMessage("bob", "one more"));
        assertThat(ann.heard()).containsExactly("*** error busy");
        var bob = logsIn(199, told(1, "psst"));
        assertThat(bob.heard())
                .contains("*** 1 private message arrived while you were offline; 199 more at your next /login");
        bob.sends(new Command.Quit(""));
        ann.heard();
        ann.sends(new Command.DirectMessage("bob", "one more"));
        assertThat(ann.heard()).startsWith("[-> bob] one more");
    }

    @Test
    void mailboxIsStillFullAfterARestart() {
        chat.restore(BOB, ChatLimits.MAX_LISTED);
        ann.sends(new Command.DirectMessage("bob", "one more"));
        assertThat(ann.heard()).last().asString().startsWith("*** error busy");
    }

    @Test
    void unstoredMessagesDoNotFillTheMailbox() {
        for (int i = 0; i < ChatLimits.MAX_LISTED; i++) {
            ann.sends(new Command.DirectMessage("bob", "psst"));
            chat.stored(false);
        }
        ann.heard();
        ann.sends(new Command.DirectMessage("bob", "one more"));
        assertThat(ann.heard()).startsWith("[-> bob] one more");
    }

    @Test
    void prunedMessagesDoNotFillTheMailbox() {
        chat.restore(BOB, ChatLimits.MAX_LISTED);
        logsIn().sends(new Command.Quit(""));
        ann.heard();
        ann.sends(new Command.DirectMessage("bob", "one more"));
        assertThat(ann.heard()).startsWith("[-> bob] one more");
    }

    @Test
    void unstoredMessageIsReportedAsUnavailable() {
        assertThat(new Reply.StoredForLater(BOB).unsaved())
                .isInstanceOfSatisfying(
                        Reply.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(StatusCode.UNAVAILABLE));
    }

    private ChatFixture.ChatParticipant logsIn(ChatEvent.DirectMessage... mail) {
        return logsIn(0, mail);
    }

    private ChatFixture.ChatParticipant logsIn(int more, ChatEvent.DirectMessage... mail) {
        var bob = chat.guest();
        bob.sends(new Command.LoggedIn(BOB, new UnreadMessages(List.of(mail), more)));
        return bob;
    }

    private static ChatEvent.DirectMessage told(long id, String text) {
        return new ChatEvent.DirectMessage(new Stamp(id, Instant.EPOCH, 0), new Nick("ann"), BOB, text, BOB, true);
    }

    private List<String> happened() {
        return chat.happened().stream()
                .map(event -> switch (event) {
                    case ChatEvent.DirectMessage told ->
                        "Told " + told.account() + (told.unread() ? " unread" : " read");
                    case ChatEvent.DirectMessagesRead read -> "MailRead " + read.account() + " " + read.ids();
                    default -> event.getClass().getSimpleName();
                })
                .toList();
    }
}
