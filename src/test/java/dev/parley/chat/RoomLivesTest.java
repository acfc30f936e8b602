package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSettingChange;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.StatusCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How far back each member can read the history of a room. */
class RoomLivesTest {
    private static final RoomName DEV = new RoomName("#dev");
    private static final Nick ANN = new Nick("ann");

    private final ChatFixture chat = ChatFixture.ofAccounts(ANN::equals);
    private final ChatFixture.ChatParticipant ann = chat.guest();
    private final ChatFixture.ChatParticipant bob = chat.person("bob");

    @Test
    void aRoomMadeAgainDoesNotShowThePreviousRoomsHistory() {
        ann.joins("#dev");
        ann.says("secret");
        long secret = lastId();
        leaves(ann);
        bob.joins("#dev");
        assertThat(membership(bob).life()).isGreaterThan(secret);
    }

    @Test
    void membershipIncludesTheHistoryFromBeforeTheJoin() {
        ann.joins("#dev");
        ann.says("hello");
        long hello = lastId();
        bob.joins("#dev");
        assertThat(membership(bob).life()).isEqualTo(membership(ann).life()).isLessThan(hello);
        assertThat(membership(bob).joined()).isGreaterThanOrEqualTo(hello);
    }

    @Test
    void roomGivenUpShowsItsHistoryOnlyToPresentMembers() {
        ann.logsIn(ANN);
        ann.joins("#dev");
        ann.says("secret");
        long secret = lastId();
        ann.sends(new Command.ConfigureRoom(Optional.of(new RoomSettingChange.GiveUp())));
        bob.joins("#dev");
        assertThat(membership(bob).life()).isGreaterThan(secret);
        assertThat(membership(ann).life()).isLessThan(secret);
        leaves(ann);
        ann.joins("#dev");
        assertThat(membership(ann).life()).isGreaterThan(secret);
    }

    @Test
    void roomOfADroppedOwnerShowsItsHistoryOnlyToPresentMembers() {
        ann.logsIn(ANN);
        ann.joins("#dev");
        ann.says("secret");
        long secret = lastId();
        chat.ask(new ChatQuery.RemoveAccount(ANN));
        bob.joins("#dev");
        assertThat(membership(bob).life()).isGreaterThan(secret);
        assertThat(membership(ann).life()).isLessThan(secret);
    }

    @Test
    void aRoomClosedByAnOperatorDoesNotShowItsHistoryWhenMadeAgain() {
        ann.joins("#dev");
        String token = parts(ann);
        ann.isLost();
        bob.joins("#dev");
        bob.says("secret");
        long secret = lastId();
        chat.ask(new ChatQuery.CloseRoom(DEV, "over"));
        bob.joins("#dev");
        assertThat(membership(bob).life()).isGreaterThan(secret);
        leaves(bob);
        var back = chat.guest();
        chat.resume(back, token);
        assertThat(membership(back).life()).isGreaterThan(secret);
    }

    @Test
    void connectionLostBeforeTheRoomWasClosedDoesNotReadItsHistory() {
        bob.joins("#dev");
        ann.joins("#dev");
        ann.says("secret");
        long secret = lastId();
        String token = parts(ann);
        ann.isLost();
        chat.ask(new ChatQuery.CloseRoom(DEV, "over"));
        var back = chat.guest();
        chat.resume(back, token);
        assertThat(membership(back).life()).isGreaterThan(secret);
    }

    @Test
    void resumeKeepsTheReadableHistoryOfEachRoom() {
        ann.joins("#dev");
        bob.joins("#dev");
        Membership dev = membership(bob);
        Membership lobby = membership(bob, RoomName.LOBBY);
        String token = parts(bob);
        bob.isLost();
        var back = chat.guest();
        back.joins("#dev");
        chat.resume(back, token);
        assertThat(membership(back)).isEqualTo(dev);
        assertThat(membership(back, RoomName.LOBBY)).isEqualTo(lobby);
    }

    @Test
    void resumedMemberReadsTheHistoryOfItsRoomAndLaterMembersDoNot() {
        ann.joins("#dev");
        ann.says("secret");
        long secret = lastId();
        Membership before = membership(ann);
        String token = parts(ann);
        ann.isLost();
        var back = chat.guest();
        chat.resume(back, token);
        bob.joins("#dev");
        assertThat(membership(back)).isEqualTo(before);
        assertThat(membership(bob).life()).isGreaterThan(secret);
    }

    @Test
    void resumedMemberOfARecreatedRoomReadsOnlyItsNewHistory() {
        ann.joins("#dev");
        String token = parts(ann);
        ann.isLost();
        bob.joins("#dev");
        bob.says("secret");
        long secret = lastId();
        leaves(bob);
        var back = chat.guest();
        chat.resume(back, token);
        assertThat(membership(back).life()).isGreaterThan(secret);
    }

    @Test
    void aResumeKeepsTheMembershipOfAConnectionNotYetKnownToBeLost() {
        ann.logsIn(ANN);
        ann.joins("#dev");
        bob.joins("#dev");
        bob.says("hello");
        Membership before = membership(ann);
        var back = chat.guest();
        chat.resume(back, ann.member.token());
        assertThat(membership(back)).isEqualTo(before);
    }

    @Test
    void onlyResumedMembersReadTheHistoryOfTheirRoomAfterARestart() {
        ann.joins("#dev");
        ann.says("before bob");
        bob.joins("#dev");
        bob.says("hello");
        long hello = lastId();
        List<Membership> before = List.of(membership(ann), membership(bob));
        List<String> tokens = List.of(parts(ann), parts(bob));
        ann.isLost();
        bob.isLost();
        List<ChatEvent> happened = chat.happened();

        var restarted = new ChatFixture();
        restarted.passesIds(lastId());
        restarted.restore(partings(happened), lives(happened));
        var first = restarted.guest();
        restarted.resume(first, tokens.getFirst());
        var stranger = restarted.guest();
        stranger.joins("#dev");
        var second = restarted.guest();
        restarted.resume(second, tokens.getLast());
        assertThat(List.of(membership(restarted, first), membership(restarted, second)))
                .isEqualTo(before);
        assertThat(membership(restarted, stranger).life()).isGreaterThan(hello);

        String third = parts(restarted, second);
        first.isLost();
        stranger.isLost();
        second.isLost();
        List<ChatEvent> later = restarted.happened();
        var again = new ChatFixture();
        again.passesIds(restarted.ask(new ChatQuery.LastId()));
        again.restore(partings(later), lives(later));
        var back = again.guest();
        again.resume(back, third);
        assertThat(membership(again, back)).as("after two restarts").isEqualTo(before.getLast());
    }

    @Test
    void anOwnedRoomKeepsItsHistoryOverARestart() {
        ann.logsIn(ANN);
        ann.joins("#dev");
        ann.says("hello");
        List<ChatEvent> happened = chat.happened();
        var restarted = new ChatFixture();
        restarted.passesIds(lastId());
        restarted.restoreRooms(Map.of(DEV, RoomSettings.of(ANN)), lives(happened));
        var later = restarted.guest();
        later.joins("#dev");
        assertThat(membership(restarted, later).life())
                .isEqualTo(membership(ann).life());
    }

    @Test
    void roomRecreatedByAStrangerAfterARestartHidesTheOldHistory() {
        ann.joins("#dev");
        ann.says("secret");
        long secret = lastId();
        String token = parts(ann);
        ann.isLost();
        List<ChatEvent> happened = chat.happened();

        var restarted = new ChatFixture();
        restarted.passesIds(lastId());
        restarted.restore(partings(happened), lives(happened));
        var stranger = restarted.guest();
        stranger.joins("#dev");
        var back = restarted.guest();
        restarted.resume(back, token);
        assertThat(membership(restarted, stranger).life()).isGreaterThan(secret);
        assertThat(membership(restarted, back).life())
                .isEqualTo(membership(restarted, stranger).life());
    }

    @Test
    void theSettingsOfTheLobbyApplyAfterARestart() {
        var restarted = new ChatFixture();
        var settings = RoomSettings.of(Nick.OPERATOR).withModerated(true).withTopic("tea");
        restarted.restoreRooms(Map.of(RoomName.LOBBY, settings), Map.of());
        var guest = restarted.guest();
        guest.heard();
        guest.says("hello");
        assertThat(guest.heard()).anyMatch(line -> line.startsWith("*** error not-allowed"));
        guest.sends(new Command.Topic(Optional.empty()));
        assertThat(guest.heard()).containsExactly("*** topic of #lobby: tea");
        assertThat(restarted.ask(new ChatQuery.ListRooms()))
                .hasSize(1)
                .first()
                .satisfies(lobby -> assertThat(lobby.listening()).isEqualTo(1));
    }

    @Test
    void roomLivesAreStoredAgainWhenTheHistoryResumes() {
        bob.joins("#dev");
        chat.happened();
        chat.turnHistory(false);
        chat.turnHistory(true);
        assertThat(lives(chat.happened()).get(DEV).start())
                .isEqualTo(membership(bob).life());
    }

    @Test
    void deletionNoticeReachesOnlyMembersWhoCouldReadTheMessage() {
        ann.joins("#dev");
        ann.says("secret");
        long secret = lastId();
        leaves(ann);
        bob.joins("#dev");
        bob.says("hello");
        long hello = lastId();
        bob.heard();
        chat.ask(new ChatQuery.DeleteMessage(DEV, secret, "a phone number"));
        assertThat(bob.heard()).isEmpty();
        chat.ask(new ChatQuery.DeleteMessage(DEV, hello, "spam"));
        assertThat(bob.heard()).containsExactly("*** a message in #dev was deleted: spam");
    }

    private long lastId() {
        return chat.ask(new ChatQuery.LastId());
    }

    private static void leaves(ChatFixture.ChatParticipant person) {
        person.sends(new Command.Leave(Optional.empty()));
    }

    private String parts(ChatFixture.ChatParticipant person) {
        return parts(chat, person);
    }

    /** Its connection is about to end for a restart; the token to resume it with. */
    private static String parts(ChatFixture chat, ChatFixture.ChatParticipant person) {
        person.heard();
        chat.ask(new ChatQuery.Disconnect(ChatQuery.Selection.of(person.member), StatusCode.RESTART, "later"));
        String bye = person.fullLines().getLast();
        return bye.substring(bye.lastIndexOf(' ') + 1);
    }

    private Membership membership(ChatFixture.ChatParticipant person) {
        return membership(chat, person);
    }

    private static Membership membership(ChatFixture chat, ChatFixture.ChatParticipant person) {
        return membership(chat, person, DEV);
    }

    private Membership membership(ChatFixture.ChatParticipant person, RoomName room) {
        return membership(chat, person, room);
    }

    private static Membership membership(ChatFixture chat, ChatFixture.ChatParticipant person, RoomName room) {
        return chat.ask(new ChatQuery.ShowMember(person.member)).orElseThrow().memberships().stream()
                .filter(membership -> membership.room().equals(room))
                .findFirst()
                .orElseThrow();
    }

    private static List<ResumableSession> partings(List<ChatEvent> happened) {
        return happened.stream()
                .filter(ChatEvent.SessionSuspended.class::isInstance)
                .map(event -> ((ChatEvent.SessionSuspended) event).session())
                .toList();
    }

    private static Map<RoomName, RoomLife> lives(List<ChatEvent> happened) {
        return happened.stream()
                .filter(ChatEvent.RoomLifeStarted.class::isInstance)
                .map(ChatEvent.RoomLifeStarted.class::cast)
                .collect(Collectors.toMap(
                        ChatEvent.RoomLifeStarted::room, ChatEvent.RoomLifeStarted::life, (earlier, later) -> later));
    }
}
