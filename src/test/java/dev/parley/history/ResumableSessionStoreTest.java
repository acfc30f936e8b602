package dev.parley.history;

import static dev.parley.history.SampleEvents.ANN;
import static dev.parley.history.SampleEvents.BOB;
import static dev.parley.history.SampleEvents.DEV;
import static dev.parley.history.SampleEvents.NOON;
import static dev.parley.history.SampleEvents.stamp;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.RoomName;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumableSessionStoreTest extends HistoryFixture {
    private static final Membership LOBBY = new Membership(RoomName.LOBBY, 0, 4);
    private static final MemberSnapshot REGISTERED = new MemberSnapshot(
            BOB, new Nick("Bob"), true, List.of(LOBBY, new Membership(DEV, 3, 5)), DEV, Format.JSON, true, 0);
    private static final Instant START = NOON.plusSeconds(900);
    private static final MemberSnapshot GUEST =
            new MemberSnapshot(ANN, null, false, List.of(LOBBY), RoomName.LOBBY, Format.TEXT, false, 7);

    @Test
    void suspendedSessionsAreRestored() {
        var first = new ResumableSession("a", REGISTERED, 1L << 60, NOON.plusSeconds(300));
        var second = new ResumableSession("b", GUEST, 0, NOON.plusSeconds(301));
        store.append(List.of(parted(1, second), parted(2, first)), null);
        assertThat(stored()).containsExactly(first, second);
    }

    @Test
    void resumedSessionIsRemoved() {
        store.append(
                List.of(
                        parted(1, new ResumableSession("a", REGISTERED, 1, NOON.plusSeconds(300))),
                        new ChatEvent.Resumed(stamp(2), BOB, "a")),
                null);
        assertThat(stored()).isEmpty();
    }

    @Test
    void revokedSessionsOfAnAccountAreRemoved() {
        var guest = new ResumableSession("b", GUEST, 1, NOON.plusSeconds(300));
        store.append(
                List.of(
                        parted(1, new ResumableSession("a", REGISTERED, 1, NOON.plusSeconds(300))),
                        parted(2, guest),
                        new ChatEvent.TokensRevoked(stamp(3), new Nick("BOB"))),
                null);
        assertThat(stored()).containsExactly(guest);
    }

    @Test
    void expiredSessionIsRemoved() {
        var old = new ResumableSession("a", REGISTERED, 1, NOON);
        var young = new ResumableSession("b", REGISTERED, 1, NOON.plusSeconds(300));
        store.append(List.of(parted(1, old)), null);
        store.append(List.of(parted(2, young)), null);
        assertThat(stored()).containsExactly(young);
    }

    @Test
    void connectedMemberBecomesALostConnectionAtTheStart() {
        store.append(List.of(saved(10, session("a", 4))), null);
        assertThat(stored()).isEmpty();
        assertThat(started()).containsExactly(new ResumableSession("a", REGISTERED, 4, START));
        assertThat(stored()).isEqualTo(started());
    }

    @Test
    void stateOfAMemberIsNoEventOfTheHistory() {
        store.append(
                List.of(
                        saved(10, session("a", 4)),
                        new ChatEvent.DeliveryChecked(stamp(11), 9),
                        new ChatEvent.MemberRemoved(stamp(12), "a")),
                null);
        assertThat(jdbc.sql("SELECT count(*) FROM chat_event")
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(started()).isEmpty();
    }

    @Test
    void checkpointIncludesOnlyMembersThatWereStoredBeforeIt() {
        store.append(List.of(saved(10, session("before", 4))), null);
        store.append(List.of(new ChatEvent.DeliveryChecked(stamp(20), 15), saved(21, session("after", 6))), null);
        assertThat(started()).extracting(ResumableSession::lastWritten).containsExactlyInAnyOrder(15L, 6L);
    }

    @Test
    void checkpointIncludesNoMemberThatHasNotCaughtUp() {
        store.append(
                List.of(
                        new ChatEvent.MemberSaved(stamp(10), session("a", 4), false),
                        new ChatEvent.DeliveryChecked(stamp(20), 15)),
                null);
        assertThat(started()).extracting(ResumableSession::lastWritten).containsExactly(4L);
    }

    @Test
    void checkpointDoesNotTakeAMemberBack() {
        store.append(List.of(saved(10, session("a", 9)), new ChatEvent.DeliveryChecked(stamp(20), 8)), null);
        assertThat(started()).extracting(ResumableSession::lastWritten).containsExactly(9L);
    }

    @Test
    void memberThatWasLostBeforeTheKillKeepsItsPositionAndItsTime() {
        var suspended = new ResumableSession("a", REGISTERED, 5, NOON.plusSeconds(300));
        store.append(
                List.of(
                        saved(10, session("a", 4)),
                        parted(11, suspended),
                        new ChatEvent.DeliveryChecked(stamp(20), 15)),
                null);
        assertThat(started()).containsExactly(suspended);
    }

    /** The key of a connection that has resumed and is silent has the hashes of both tokens. */
    @Test
    void tokenThatTheOwnerOfAnotherHasUsedIsNotValidAfterAKill() {
        String used = "a".repeat(64);
        String both = used + " " + "b".repeat(64);
        store.append(
                List.of(
                        parted(1, new ResumableSession(used, REGISTERED, 4, NOON.plusSeconds(300))),
                        saved(2, session(both, 4))),
                null);
        assertThat(started()).extracting(ResumableSession::key).containsExactly(both);
    }

    @Test
    void lastOfSeveralChangesInOneCommitCounts() {
        store.append(
                List.of(
                        saved(1, session("a", 4)),
                        new ChatEvent.MemberRemoved(stamp(2), "a"),
                        saved(3, session("b", 4)),
                        saved(4, session("b", 5)),
                        new ChatEvent.TokensRevoked(stamp(5), new Nick("bob")),
                        saved(6, session("c", 6))),
                null);
        assertThat(started()).extracting(ResumableSession::key).containsExactly("c");
    }

    @Test
    void memberThatIsConnectedForLongDoesNotExpire() {
        store.append(List.of(saved(10, new ResumableSession("a", REGISTERED, 4, NOON.minusSeconds(9)))), null);
        store.append(List.of(parted(11, new ResumableSession("b", GUEST, 4, NOON.plusSeconds(300)))), null);
        assertThat(started()).extracting(ResumableSession::key).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void revokedTokenOfAConnectedMemberIsRemoved() {
        store.append(
                List.of(saved(10, session("a", 4)), new ChatEvent.TokensRevoked(stamp(11), new Nick("BOB"))), null);
        assertThat(started()).isEmpty();
    }

    /** Otherwise a member would not get an event with the same id after a restart with a slow clock. */
    @Test
    void positionsOfMembersAreNotUsedAsIdsAgain() {
        store.append(List.of(saved(10, session("a", 9))), null);
        assertThat(store.lastId()).isEqualTo(9);
        store.append(List.of(new ChatEvent.DeliveryChecked(stamp(20), 15)), null);
        assertThat(store.lastId()).isEqualTo(20);
    }

    private static ResumableSession session(String key, long lastWritten) {
        return new ResumableSession(key, REGISTERED, lastWritten, NOON.plusSeconds(300));
    }

    private static ChatEvent saved(long id, ResumableSession session) {
        return new ChatEvent.MemberSaved(stamp(id), session, true);
    }

    private List<ResumableSession> started() {
        store.sessions().suspendConnected(START);
        return stored();
    }

    private static ChatEvent parted(long id, ResumableSession suspended) {
        return new ChatEvent.SessionSuspended(stamp(id), suspended);
    }

    private List<ResumableSession> stored() {
        return store.sessions().all();
    }
}
