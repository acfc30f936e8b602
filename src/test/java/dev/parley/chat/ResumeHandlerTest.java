package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.port.ResumeResult;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSettingChange;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is back where a connection was lost. */
class ResumeHandlerTest {
    private static final Nick BOB = new Nick("bob");
    private static final Reply.Rejected NOT_HERE =
            new Reply.Rejected(StatusCode.NOT_ALLOWED, "not over this connection");

    private final ChatFixture chat = ChatFixture.ofAccounts(BOB::equals);
    private final ChatFixture.ChatParticipant ann = chat.person("ann");
    private final ChatFixture.ChatParticipant bob = chat.guest();
    private final String token = bob.logsIn(BOB);
    private ChatFixture.ChatParticipant again = bob;

    @Test
    void resumeRestoresNickRoomsFormatAndEcho() {
        bob.joins("#dev");
        bob.joins("#ops");
        bob.joins("#dev");
        bob.sends(new Command.ChooseFormat(Format.BARE));
        bob.sends(new Command.Echo(false));
        bob.isLost();
        ann.heard();
        var back = chat.guest();
        assertThat(chat.resume(back, token).refused()).isNull();
        assertThat(back.heard())
                .containsSubsequence("*** You are bob", "*** You are in #dev (1 here)", "*** You are in #ops (1 here)");
        assertThat(ann.heard()).containsExactly("*** bob joined #lobby");
        back.says("here again");
        assertThat(back.heard()).isEmpty();
        MemberSnapshot state = chat.ask(new ChatQuery.ShowMember(back.member)).orElseThrow();
        assertThat(state.rooms()).extracting(RoomName::value).containsExactly("#lobby", "#dev", "#ops");
        assertThat(state.active().value()).isEqualTo("#dev");
        assertThat(state.account()).isEqualTo(BOB);
        assertThat(state.format()).isEqualTo(Format.BARE);
    }

    @Test
    void formatThatTheNewConnectionHasChosenIsKept() {
        bob.isLost();
        var back = chat.guest();
        back.sends(new Command.ChooseFormat(Format.JSON));
        chat.resume(back, token);
        assertThat(chat.ask(new ChatQuery.ShowMember(back.member)).orElseThrow().format())
                .isEqualTo(Format.JSON);
    }

    @Test
    void missedEventsStartAfterTheLastEventWritten() {
        bob.isLost(1_000_000_000_000_000_000L);
        assertThat(chat.resume(chat.guest(), token).lastWritten()).isEqualTo(1_000_000_000_000_000_000L);
    }

    @Test
    void eventsBeforeTheClientConnectedAreNotMissed() {
        long before = chat.ask(new ChatQuery.LastId());
        var late = chat.guest();
        String itsToken = late.logsIn(BOB);
        late.isLost(0);
        long afterTheLoss = chat.ask(new ChatQuery.LastId());
        ResumeResult result = chat.resume(chat.guest(), itsToken);
        assertThat(result.lastWritten()).isEqualTo(before);
        assertThat(result.last()).isGreaterThan(afterTheLoss);
    }

    @Test
    void resumeDisconnectsTheOldConnectionIfItIsStillOpen() {
        bob.joins("#dev");
        var back = chat.guest();
        bob.wasWritten(1_000_000_000_000_000_000L);
        ResumeResult result = chat.resume(back, token);
        assertThat(result.lastWritten()).isEqualTo(1_000_000_000_000_000_000L);
        assertThat(bob.heard()).endsWith("*** bye quit");
        assertThat(bob.isEnded()).isTrue();
        assertThat(back.heard()).contains("*** You are bob", "*** You are in #dev (1 here)");
        bob.isLost();
        back.says("here");
        assertUnknown(token);
        assertUnknown("AAAA");
    }

    @Test
    void clientThatReturnsBeforeTheEndOfItsConnectionIsKnownResumes() {
        bob.joins("#dev");
        bob.sends(new Command.EndOfInput());
        var back = chat.guest();
        assertThat(chat.resume(back, token).refused()).isNull();
        assertThat(back.heard()).contains("*** You are bob", "*** You are in #dev (1 here)");
        bob.isLost();
        back.says("here");
        assertUnknown(token);
    }

    @Test
    void missedEventsNotYetSentAreMissedAgainAfterTheNextLoss() {
        bob.isLost(5);
        long heard = chat.ask(new ChatQuery.Resume(bobAgain().member, new Secret(token), Optional.empty()))
                .lastWritten();
        again.isLost(Long.MAX_VALUE - 1);
        assertThat(lastParting().lastWritten()).isEqualTo(heard);
    }

    @Test
    void missedEventsQueuedButNotWrittenAreMissedAgainAfterTheNextLoss() {
        bob.isLost();
        long heard = chat.resume(bobAgain(), token).lastWritten();
        long before = chat.ask(new ChatQuery.LastId());
        again.sends(new Command.MissedEvents(missed(heard, List.of())));
        again.isLost(before);
        assertThat(lastParting().lastWritten()).isEqualTo(heard);
    }

    @Test
    void missedEventsThatWereWrittenAreNotMissedAgain() {
        bob.isLost();
        long heard = chat.resume(bobAgain(), token).lastWritten();
        again.sends(new Command.MissedEvents(missed(heard, List.of())));
        long caughtUp = chat.ask(new ChatQuery.LastId());
        again.sends(new Command.Ping("1"));
        again.isLost(caughtUp);
        assertThat(lastParting().lastWritten()).isEqualTo(caughtUp);
    }

    @Test
    void missedEventsThatWereWrittenAreMissedAgainIfTheClientSentNothingAfterThem() {
        bob.isLost();
        long heard = chat.resume(bobAgain(), token).lastWritten();
        again.sends(new Command.MissedEvents(new Reply.HistoryPage(
                heard, RoomName.LOBBY, List.of(), Reply.HistoryPage.Extent.COMPLETE, 0, Instant.EPOCH)));
        again.sends(new Command.EndOfInput());
        again.isLost(chat.<Long>ask(new ChatQuery.LastId()));
        assertThat(lastParting().lastWritten()).isEqualTo(heard);
    }

    @Test
    void resumedClientDoesNotBecomeOwnerOfItsRoom() {
        ann.joins("#tea");
        bob.joins("#tea");
        ann.sends(new Command.Leave(Optional.empty()));
        bob.isLost();
        chat.happened();
        chat.resume(chat.guest(), token);
        assertThat(chat.happened()).noneMatch(ChatEvent.RoomSettingsChanged.class::isInstance);
    }

    @Test
    void resumeDoesNotRejoinARoomWithAKey() {
        bob.joins("#dev");
        bob.sends(new Command.ConfigureRoom(Optional.of(new RoomSettingChange.Key("swordfish"))));
        var guest = chat.person("carl");
        guest.sends(new Command.Join("#dev", Optional.of("swordfish")));
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(guest.member), StatusCode.RESTART, "later"));
        String itsToken = guest.member.token();
        guest.isLost();
        var back = chat.guest();
        chat.resume(back, itsToken);
        assertThat(back.heard()).anyMatch(line -> line.startsWith("*** error not-allowed"));
        MemberSnapshot state = chat.ask(new ChatQuery.ShowMember(back.member)).orElseThrow();
        assertThat(state.rooms()).containsExactly(RoomName.LOBBY);
    }

    @Test
    void tokenSentAtARestartResumesTheSession() {
        ann.joins("#dev");
        chat.ask(new ChatQuery.Disconnect(
                ChatQuery.Selection.of(ann.member), StatusCode.RESTART, "the server restarts"));
        String bye = ann.fullLines().getLast();
        assertThat(bye).matches("\\*\\*\\* bye restart: .+ /resume [\\w-]{22}");
        ann.isLost(7_000_000_000_000_000_000L);
        List<ResumableSession> partings = chat.happened().stream()
                .filter(ChatEvent.SessionSuspended.class::isInstance)
                .map(event -> ((ChatEvent.SessionSuspended) event).session())
                .toList();

        var restarted = ChatFixture.ofAccounts(BOB::equals);
        restarted.restore(partings);
        var back = restarted.guest();
        ResumeResult result = restarted.ask(
                new ChatQuery.Resume(back.member, new Secret(bye.substring(bye.length() - 22)), Optional.of(NOT_HERE)));
        assertThat(result.refused()).isNull();
        assertThat(result.lastWritten()).isEqualTo(7_000_000_000_000_000_000L);
        assertThat(back.heard()).contains("*** You are ann", "*** You are in #dev (1 here)");
    }

    @Test
    void unannouncedGuestIsNotAnnouncedByResuming() {
        var silent = chat.guest();
        chat.ask(new ChatQuery.Disconnect(
                ChatQuery.Selection.of(silent.member), StatusCode.RESTART, "the server restarts"));
        String bye = silent.fullLines().getLast();
        silent.isLost();
        ann.heard();
        assertThat(chat.resume(chat.guest(), bye.substring(bye.length() - 22)).refused())
                .isNull();
        assertThat(ann.heard()).isEmpty();
    }

    @Test
    void resumedGuestGetsAnotherNickIfItsOwnIsTaken() {
        chat.ask(new ChatQuery.Disconnect(
                ChatQuery.Selection.of(ann.member), StatusCode.RESTART, "the server restarts"));
        String bye = ann.fullLines().getLast();
        ann.isLost();
        chat.person("Ann");
        var back = chat.guest();
        chat.resume(back, bye.substring(bye.length() - 22));
        assertThat(back.heard()).anyMatch(line -> line.startsWith("*** ann is taken; you are guest-"));
    }

    @Test
    void missedDirectMessagesAreMarkedReadAfterAResume() {
        bob.isLost();
        ann.sends(new Command.DirectMessage("bob", "psst"));
        ChatEvent.DirectMessage told = chat.happened().stream()
                .filter(ChatEvent.DirectMessage.class::isInstance)
                .map(ChatEvent.DirectMessage.class::cast)
                .findFirst()
                .orElseThrow();
        var back = chat.guest();
        chat.resume(back, token);
        back.sends(new Command.MissedEvents(missed(1L, List.of(told))));
        assertThat(back.heard()).endsWith("[ann] psst", "*** resumed: 1 line missed, complete");
        assertThat(chat.happened())
                .filteredOn(ChatEvent.DirectMessagesRead.class::isInstance)
                .extracting(event -> ((ChatEvent.DirectMessagesRead) event).ids())
                .containsExactly(List.of(told.stamp().id()));
    }

    private ChatFixture.ChatParticipant bobAgain() {
        again = chat.guest();
        return again;
    }

    private ResumableSession lastParting() {
        return chat.happened().stream()
                .filter(ChatEvent.SessionSuspended.class::isInstance)
                .map(event -> ((ChatEvent.SessionSuspended) event).session())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private void assertUnknown(String unknown) {
        assertThat(chat.resume(chat.guest(), unknown).refused())
                .isNotNull()
                .extracting(Reply.Rejected::code)
                .isEqualTo(StatusCode.AUTH_FAILED);
    }

    private static Reply.HistoryPage missed(long since, List<ChatEvent> events) {
        return new Reply.HistoryPage(
                since, RoomName.LOBBY, events, Reply.HistoryPage.Extent.COMPLETE, 0, Instant.EPOCH);
    }
}
