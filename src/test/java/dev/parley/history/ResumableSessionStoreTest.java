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
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumableSessionStoreTest extends HistoryFixture {
    private static final Membership LOBBY = new Membership(RoomName.LOBBY, 0, 4);
    private static final MemberSnapshot REGISTERED = new MemberSnapshot(
            BOB, new Nick("Bob"), true, List.of(LOBBY, new Membership(DEV, 3, 5)), DEV, Format.JSON, true, 0);
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

    private static ChatEvent parted(long id, ResumableSession suspended) {
        return new ChatEvent.SessionSuspended(stamp(id), suspended);
    }

    private List<ResumableSession> stored() {
        return new ResumableSessionStore(jdbc).all();
    }
}
