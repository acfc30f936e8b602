package dev.parley.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member as lists show it.
 *
 * @param account account that the member is logged in to; null for a guest
 */
public record MemberSummary(
        Nick nick, @Nullable Nick account, boolean announced, List<Membership> memberships, Format format) {
    public List<RoomName> rooms() {
        return memberships.stream().map(Membership::room).toList();
    }
}
