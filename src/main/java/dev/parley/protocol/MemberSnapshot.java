package dev.parley.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member as seen from outside the chat.
 *
 * @param account account that the member is logged in to; null for a guest
 * @param active room that the member speaks in, one of its rooms
 * @param echo whether the member is sent its own messages
 * @param keyScope scope of a guest's idempotency keys; 0 until a key was used
 */
public record MemberSnapshot(
        Nick nick,
        @Nullable Nick account,
        boolean announced,
        List<Membership> memberships,
        RoomName active,
        Format format,
        boolean echo,
        long keyScope) {
    public List<RoomName> rooms() {
        return memberships.stream().map(Membership::room).toList();
    }

    public MemberSummary summary() {
        return new MemberSummary(nick, account, announced, memberships, format);
    }

    /** Returns the state without a room. A member that spoke in that room then speaks in the lobby. */
    MemberSnapshot without(RoomName room) {
        return new MemberSnapshot(
                nick,
                account,
                announced,
                memberships.stream()
                        .filter(membership -> !membership.room().equals(room))
                        .toList(),
                active.equals(room) ? RoomName.LOBBY : active,
                format,
                echo,
                keyScope);
    }

    /** Returns the membership of the room that the member speaks in. */
    public Membership activeMembership() {
        return memberships.stream()
                .filter(membership -> membership.room().equals(active))
                .findFirst()
                .orElseThrow();
    }
}
