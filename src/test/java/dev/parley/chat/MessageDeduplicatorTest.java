package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import dev.parley.protocol.UnreadMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Saying something again that may have been said. */
class MessageDeduplicatorTest {
    private static final String ALREADY = "*** duplicate ignored";

    private static final Nick ACCOUNT = new Nick("bob");

    private final ChatFixture chat = new ChatFixture();
    private final ChatFixture.ChatParticipant ann = chat.person("ann");
    private final ChatFixture.ChatParticipant bob = chat.person("bob");

    @Test
    void messageWithARepeatedKeyIsNotBroadcastAgain() {
        says(bob, "k1", "hello");
        assertThat(bob.heard()).containsExactly("<bob> hello");
        says(bob, "k1", "hello");
        assertThat(bob.heard()).containsExactly(ALREADY);
        says(bob, "k2", "hello");
        assertThat(bob.heard()).containsExactly("<bob> hello");
        assertThat(said()).containsExactly("hello", "hello");
    }

    @Test
    void keyOfAnotherMessageIsRefused() {
        says(bob, "k1", "hello");
        says(bob, "k1", "something else");
        assertThat(bob.heard()).endsWith("*** error bad-argument");
        bob.joins("#dev");
        says(bob, "k1", "hello");
        assertThat(bob.heard()).endsWith("*** error bad-argument");
        assertThat(said()).containsExactly("hello");
    }

    @Test
    void keysOfDifferentUsersAreIndependent() {
        says(bob, "k1", "hello");
        says(ann, "k1", "hi");
        assertThat(said()).containsExactly("hello", "hi");
    }

    @Test
    void aGuestsKeyBelongsToTheConnectionAndNotToTheNick() {
        says(bob, "k1", "hello");
        bob.sends(new Command.ChangeNick("robert"));
        bob.heard();
        says(bob, "k1", "hello");
        assertThat(bob.heard()).as("renamed").containsExactly(ALREADY);
        var other = chat.person("bob");
        says(other, "k1", "hello");
        assertThat(other.heard()).as("another with the nick").containsExactly("<bob> hello");
    }

    @Test
    void aGuestsKeyGoesToTheConnectionThatResumes() {
        says(bob, "k1", "hello");
        String token = parts(bob);
        var other = chat.person("bob");
        says(other, "k1", "hello");
        assertThat(other.heard()).containsExactly("<bob> hello");
        var back = chat.guest();
        chat.resume(back, token);
        back.heard();
        says(back, "k1", "hello");
        assertThat(back.heard()).containsExactly(ALREADY);
    }

    @Test
    void anAccountsKeyIsKnownOnItsOtherConnectionsUnderAnyNick() {
        bob.sends(new Command.LoggedIn(ACCOUNT, UnreadMessages.NOTHING));
        says(bob, "k1", "hello");
        var other = chat.guest();
        other.sends(new Command.LoggedIn(ACCOUNT, UnreadMessages.NOTHING));
        other.sends(new Command.ChangeNick("robert"));
        other.heard();
        says(other, "k1", "hello");
        assertThat(other.heard()).containsExactly(ALREADY);
    }

    @Test
    void laterOwnerOfADroppedNickDoesNotInheritItsKeys() {
        bob.sends(new Command.LoggedIn(ACCOUNT, UnreadMessages.NOTHING));
        says(bob, "k1", "hello");
        bob.sends(new Command.Dropped(ACCOUNT));
        ann.sends(new Command.LoggedIn(ACCOUNT, UnreadMessages.NOTHING));
        ann.heard();
        says(ann, "k1", "hello");
        assertThat(ann.heard()).containsExactly("<bob> hello");
    }

    @Test
    void guestKeysAreNotSharedWithTheAccountOfTheSameNick() {
        says(bob, "k1", "hello");
        bob.sends(new Command.LoggedIn(new Nick("bob"), UnreadMessages.NOTHING));
        bob.heard();
        says(bob, "k1", "hello");
        assertThat(bob.heard()).containsExactly("<bob> hello");
    }

    @Test
    void keyExpiresAfterTenMinutes() {
        says(bob, "k1", "hello");
        chat.passes(ChatLimits.KEY_LIFETIME.toNanos() - 1);
        says(bob, "k1", "hello");
        chat.passes(1);
        says(bob, "k1", "hello");
        assertThat(bob.heard()).containsExactly("<bob> hello", ALREADY, "<bob> hello");
    }

    @Test
    void accountKeysAreKnownAfterARestart() {
        var stamp = new Stamp(7, Instant.EPOCH.minus(ChatLimits.KEY_LIFETIME).plusMillis(1), 0);
        chat.restoreSaid(List.of(new ChatEvent.Said(stamp, RoomName.LOBBY, ACCOUNT, "hello", "@bob k1")));
        bob.logsIn(ACCOUNT);
        says(bob, "k1", "hello");
        assertThat(bob.heard()).containsExactly(ALREADY);
        chat.passes(Duration.ofMillis(1).toNanos());
        says(bob, "k1", "hello");
        assertThat(bob.heard()).containsExactly("<bob> hello");
    }

    @Test
    void keysOfAResumedGuestAreKnownAfterARestart() {
        says(bob, "k1", "hello");
        String token = parts(bob);
        List<ChatEvent> happened = chat.happened();
        var restarted = new ChatFixture();
        restarted.restoreSaid(happened.stream()
                .filter(ChatEvent.Said.class::isInstance)
                .map(ChatEvent.Said.class::cast)
                .toList());
        restarted.restore(happened.stream()
                .filter(ChatEvent.SessionSuspended.class::isInstance)
                .map(event -> ((ChatEvent.SessionSuspended) event).session())
                .toList());
        var back = restarted.guest();
        restarted.resume(back, token);
        back.heard();
        says(back, "k1", "hello");
        assertThat(back.heard()).containsExactly(ALREADY);
    }

    @Test
    void duplicateOfAnUnstoredMessageIsNotReportedAsStored() {
        var once = new MessageDeduplicator(new EventClock(Instant::now));
        var said =
                new ChatEvent.Said(new Stamp(7, Instant.EPOCH, 0), RoomName.LOBBY, new Nick("bob"), "hello", "bob k1");
        once.remember(said);
        assertThat(stored(once)).as("told with the others of its batch").isTrue();
        once.stored(false);
        assertThat(stored(once)).isFalse();
        once.stored(true);
        assertThat(stored(once)).isFalse();
    }

    @Test
    void messageWithAKeyIsRefusedWhileTooManyKeysAreInUse() {
        List<ChatEvent.Said> many = new ArrayList<>();
        for (int i = 0; i < MessageDeduplicator.MAX_KEYS; i++) {
            many.add(new ChatEvent.Said(
                    new Stamp(i, Instant.EPOCH, 0), RoomName.LOBBY, new Nick("carl"), "", "carl " + i));
        }
        chat.restoreSaid(many);
        says(bob, "k1", "hello");
        assertThat(bob.heard()).containsExactly("*** error busy");
        chat.passes(ChatLimits.KEY_LIFETIME.toNanos());
        says(bob, "k1", "hello");
        assertThat(bob.heard()).containsExactly("<bob> hello");
    }

    /** Its connection ends for a restart; the token to resume it with. */
    private String parts(ChatFixture.ChatParticipant person) {
        person.heard();
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(person.member), StatusCode.RESTART, "later"));
        String bye = person.fullLines().getLast();
        person.isLost();
        return bye.substring(bye.lastIndexOf(' ') + 1);
    }

    @Test
    void keyUsedInAnEarlierRoomOfTheNameIsNotKnownInTheNextOne() {
        var eve = chat.person("eve");
        eve.joins("#s1");
        says(eve, "k1", "hello");
        eve.sends(new Command.Leave(Optional.empty()));
        eve.joins("#s1");
        eve.heard();
        says(eve, "k1", "hello");
        assertThat(eve.heard()).containsExactly("<eve> hello");
    }

    private static boolean stored(MessageDeduplicator once) {
        return ((Reply.Duplicate) once.repeated("bob k1", new Room(RoomName.LOBBY, RoomLife.WHOLE), "hello")
                        .orElseThrow())
                .stored();
    }

    private static void says(ChatFixture.ChatParticipant person, String key, String text) {
        person.sends(new Command.SayOnce(key, text));
    }

    private List<String> said() {
        return chat.happened().stream()
                .filter(ChatEvent.Said.class::isInstance)
                .map(event -> ((ChatEvent.Said) event).text())
                .toList();
    }
}
