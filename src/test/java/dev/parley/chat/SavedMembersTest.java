package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.StatusCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The stored states of connected members. {@link ChatFixture} compares them with the members after each step. */
class SavedMembersTest {
    private static final Nick BOB = new Nick("bob");

    private final ChatFixture chat = ChatFixture.ofAccounts(nick -> nick.value().startsWith("bob"));
    private final ChatFixture.ChatParticipant ann = chat.person("ann");
    private final ChatFixture.ChatParticipant bob = chat.guest();

    @Test
    void memberWithoutATokenIsNotSaved() {
        ann.joins("#dev");
        ann.says("hello");
        ann.sends(new Command.ChooseFormat(Format.JSON));
        deliver();
        secondPasses();
        secondPasses();
        ann.sends(new Command.Quit(""));
        ann.isLost();
        assertThat(chat.saved()).isEmpty();
    }

    @Test
    void memberIsSavedUnderTheHashOfItsToken() {
        String token = bob.logsIn(BOB);
        assertThat(chat.saved()).singleElement().isInstanceOfSatisfying(ChatEvent.MemberSaved.class, saved -> {
            assertThat(saved.session().state()).isEqualTo(bob.member.state());
            assertThat(saved.session().key()).hasSize(64).doesNotContain(token);
            assertThat(saved.isCaughtUp()).isTrue();
        });
    }

    @Test
    void eachChangeOfTheStateIsSavedOnce() {
        bob.logsIn(BOB);
        List<Command> changes = List.of(
                new Command.Join("#dev", Optional.empty()),
                new Command.ChooseFormat(Format.JSON),
                new Command.Echo(false),
                new Command.ChangeNick("rob"),
                new Command.Join("#lobby", Optional.empty()),
                new Command.Leave(Optional.of("#dev")));
        for (Command change : changes) {
            MemberSnapshot before = bob.member.state();
            chat.saved();
            bob.sends(change);
            assertThat(bob.member.state()).isNotEqualTo(before);
            assertThat(chat.saved()).singleElement().isInstanceOf(ChatEvent.MemberSaved.class);
        }
    }

    @Test
    void changeThatAnotherMemberMadeIsSaved() {
        ann.joins("#dev");
        bob.logsIn(BOB);
        bob.joins("#dev");
        chat.saved();
        chat.ask(new ChatQuery.CloseRoom(new RoomName("#dev"), "closed"));
        assertThat(chat.saved()).singleElement().isInstanceOf(ChatEvent.MemberSaved.class);
    }

    @Test
    void messagesSaveNothing() {
        bob.logsIn(BOB);
        chat.saved();
        ann.says("hello");
        bob.says("hello");
        bob.sends(new Command.DirectMessage("ann", "psst"));
        bob.sends(new Command.Away(Optional.of("tea")));
        assertThat(chat.saved()).isEmpty();
    }

    @Test
    void memberThatQuitsIsRemovedWithItsQuit() {
        bob.logsIn(BOB);
        chat.saved();
        bob.sends(new Command.Quit(""));
        assertThat(chat.saved()).singleElement().isInstanceOf(ChatEvent.MemberRemoved.class);
        bob.isLost();
        assertThat(chat.saved()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = StatusCode.class,
            names = {"KICKED", "BANNED"})
    void memberThatIsThrownOutIsRemovedAtOnce(StatusCode why) {
        bob.logsIn(BOB);
        chat.saved();
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(bob.member), why, "spam"));
        assertThat(chat.saved()).singleElement().isInstanceOf(ChatEvent.MemberRemoved.class);
    }

    @Test
    void memberThatIsDisconnectedForARestartIsSavedUntilItsConnectionEnds() {
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(ann.member), StatusCode.RESTART, "later"));
        assertThat(chat.saved())
                .singleElement()
                .isInstanceOfSatisfying(
                        ChatEvent.MemberSaved.class,
                        saved -> assertThat(saved.session().state().nick()).isEqualTo(new Nick("ann")));
        ann.isLost();
        assertThat(chat.saved()).singleElement().isInstanceOf(ChatEvent.MemberRemoved.class);
    }

    @Test
    void memberThatLogsOutIsRemoved() {
        bob.logsIn(BOB);
        chat.saved();
        bob.sends(new Command.LogOut());
        bob.joins("#dev");
        assertThat(chat.saved()).singleElement().isInstanceOf(ChatEvent.MemberRemoved.class);
    }

    @Test
    void lostConnectionIsRemovedBeforeItsSessionIsSuspended() {
        bob.logsIn(BOB);
        bob.isLost();
        assertThat(chat.recorded())
                .filteredOn(event ->
                        event instanceof ChatEvent.MemberRemoved || event instanceof ChatEvent.SessionSuspended)
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("MemberRemoved", "SessionSuspended");
    }

    @Test
    void revokedTokenIsReplacedByTheNewOne() {
        bob.logsIn(BOB);
        String before = saved().session().key();
        chat.ask(new ChatQuery.RevokeTokens(BOB));
        assertThat(chat.saved())
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("MemberRemoved", "MemberSaved");
        bob.joins("#dev");
        assertThat(saved().session().key()).isNotEqualTo(before);
    }

    @Test
    void resumedMemberIsSavedUnderBothTokensUntilItSendsSomething() {
        String token = bob.logsIn(BOB);
        String first = saved().session().key();
        bob.isLost(7_000_000_000_000_000_000L);
        var back = chat.guest();
        chat.saved();
        chat.resume(back, token);
        back.sends(new Command.MissedEvents(new Reply.HistoryPage(
                1L, RoomName.LOBBY, List.of(), Reply.HistoryPage.Extent.COMPLETE, 0, Instant.EPOCH)));
        ChatEvent.MemberSaved silent = saved();
        assertThat(silent.session().key()).startsWith(first + " ");
        assertThat(silent.session().lastWritten()).isEqualTo(7_000_000_000_000_000_000L);
        assertThat(silent.isCaughtUp()).isFalse();
        back.sends(new Command.Ping("1"));
        ChatEvent.MemberSaved confirmed = saved();
        assertThat(confirmed.session().key()).isEqualTo(silent.session().key().substring(first.length() + 1));
        assertThat(confirmed.isCaughtUp()).isTrue();
    }

    @Test
    void guestThatResumedIsRemovedWhenItHasNoTokenLeft() {
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(ann.member), StatusCode.RESTART, "later"));
        String token = ann.member.token();
        ann.isLost();
        var back = chat.guest();
        chat.saved();
        chat.resume(back, token);
        assertThat(saved().session().state().nick()).isEqualTo(new Nick("ann"));
        back.sends(new Command.Ping("1"));
        assertThat(chat.saved()).singleElement().isInstanceOf(ChatEvent.MemberRemoved.class);
    }

    @Test
    void checkpointIsThePositionOfTheMemberThatIsBehind() {
        var other = chat.guest();
        other.logsIn(BOB);
        bob.logsIn(BOB);
        deliver();
        long written = chat.ask(new ChatQuery.LastId());
        bob.wasWritten(written);
        ann.says("one");
        deliver();
        assertThat(checkpoints()).containsExactly(written);
        ann.says("two");
        deliver();
        assertThat(checkpoints()).isEmpty();
        bob.isLost();
        assertThat(onlyCheckpoints(chat.saved()))
                .singleElement()
                .satisfies(id -> assertThat(id).isGreaterThan(written));
    }

    /** Otherwise everyone would be sent again what only the slow member may have missed. */
    @Test
    void memberThatLagsHasAPositionOfItsOwnAndDoesNotHoldTheCheckpointBack() {
        chat.guest().logsIn(BOB);
        bob.logsIn(BOB);
        deliver();
        long written = chat.ask(new ChatQuery.LastId());
        bob.wasWritten(written);
        ann.says("one");
        deliver();
        long delivered = chat.ask(new ChatQuery.LastId());
        chat.saved();
        for (int second = 0; second < 2 * SavedMembers.LAG_SECONDS + 2; second++) {
            secondPasses();
        }
        List<ChatEvent.StateOnlyEvent> events = chat.saved();
        assertThat(onlySaved(events)).singleElement().satisfies(saved -> {
            assertThat(saved.session().state()).isEqualTo(bob.member.state());
            assertThat(saved.session().lastWritten()).isEqualTo(written);
            assertThat(saved.isCaughtUp()).isFalse();
        });
        assertThat(onlyCheckpoints(events)).containsExactly(written, delivered);
        bob.joins("#dev");
        assertThat(saved().isCaughtUp()).isFalse();
        bob.wasWrittenEverything();
        deliver();
        secondPasses();
        secondPasses();
        assertThat(saved().isCaughtUp()).isTrue();
    }

    @Test
    void fewOfTheMembersThatLagAreSavedInOneCommit() {
        var members =
                Stream.generate(chat::guest).limit(SavedMembers.MAX_LAGGING + 2).toList();
        members.forEach(member -> member.logsIn(new Nick("bob" + members.indexOf(member))));
        deliver();
        long written = chat.ask(new ChatQuery.LastId());
        members.forEach(member -> member.wasWritten(written));
        ann.says("one");
        deliver();
        for (int second = 0; second < 2 * SavedMembers.LAG_SECONDS - 1; second++) {
            secondPasses();
        }
        chat.saved();
        for (int count : List.of(SavedMembers.MAX_LAGGING, 2, 0)) {
            secondPasses();
            assertThat(onlySaved(chat.saved())).hasSize(count);
            deliver();
        }
    }

    @Test
    void checkpointHasOnlyWhatWasDeliveredBeforeItsCommit() {
        bob.logsIn(BOB);
        deliver();
        long delivered = chat.ask(new ChatQuery.LastId());
        ann.says("not delivered yet");
        assertThat(checkpoints()).containsExactly(delivered);
    }

    @Test
    void checkpointIsStoredOnceASecondWithAnotherCommit() {
        bob.logsIn(BOB);
        deliver();
        secondPasses();
        assertThat(onlyCheckpoints(chat.saved())).isEmpty();
        ann.says("one");
        deliver();
        assertThat(onlyCheckpoints(chat.saved())).hasSize(1);
        ann.says("two");
        deliver();
        assertThat(onlyCheckpoints(chat.saved())).isEmpty();
        secondPasses();
        ann.says("three");
        assertThat(onlyCheckpoints(chat.saved())).hasSize(1);
    }

    @Test
    void checkpointIsNotRepeatedWhileNothingIsDelivered() {
        bob.logsIn(BOB);
        deliver();
        assertThat(checkpoints()).hasSize(1);
        for (int second = 0; second < 4; second++) {
            deliver();
            assertThat(checkpoints()).isEmpty();
        }
    }

    @Test
    void queuedLineDoesNotSetThePositionBack() {
        bob.logsIn(BOB);
        deliver();
        long delivered = chat.ask(new ChatQuery.LastId());
        assertThat(checkpoints()).containsExactly(delivered);
        bob.wasWritten(1);
        bob.joins("#dev");
        assertThat(saved().session().lastWritten()).isEqualTo(delivered);
    }

    /** The used token is that of the earlier connection, which a kill must not make valid again. */
    @ParameterizedTest
    @EnumSource(
            value = StatusCode.class,
            names = {"KICKED", "BANNED"})
    void usedTokenOfASilentMemberIsRemovedWhenItIsThrownOut(StatusCode why) {
        String token = bob.logsIn(BOB);
        bob.isLost(1);
        var back = chat.guest();
        chat.resume(back, token);
        chat.recorded();
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(back.member), why, "spam"));
        assertThat(chat.recorded()).hasAtLeastOneElementOfType(ChatEvent.Resumed.class);
    }

    @Test
    void silentResumedMemberDoesNotHoldTheCheckpointBack() {
        String token = bob.logsIn(BOB);
        bob.isLost(1);
        chat.resume(chat.guest(), token);
        var other = chat.guest();
        other.logsIn(BOB);
        deliver();
        long delivered = chat.ask(new ChatQuery.LastId());
        assertThat(checkpoints()).containsExactly(delivered);
    }

    /** The events so far are in the queues of their recipients. */
    private void deliver() {
        chat.stored(true);
    }

    private void secondPasses() {
        chat.ask(new ChatQuery.SendPresence());
    }

    /** The last state that was saved since the last call. */
    private ChatEvent.MemberSaved saved() {
        return onlySaved(chat.saved()).getLast();
    }

    private static List<ChatEvent.MemberSaved> onlySaved(List<ChatEvent.StateOnlyEvent> events) {
        return events.stream()
                .filter(ChatEvent.MemberSaved.class::isInstance)
                .map(ChatEvent.MemberSaved.class::cast)
                .toList();
    }

    /** Those of two seconds, which are enough for one. */
    private List<Long> checkpoints() {
        chat.saved();
        secondPasses();
        secondPasses();
        return onlyCheckpoints(chat.saved());
    }

    private static List<Long> onlyCheckpoints(List<ChatEvent.StateOnlyEvent> events) {
        return events.stream()
                .filter(ChatEvent.DeliveryChecked.class::isInstance)
                .map(event -> ((ChatEvent.DeliveryChecked) event).lastWritten())
                .toList();
    }
}
