package dev.parley.chat;

import dev.parley.protocol.RoomName;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recipients of an event. They are the members of a room at the time of delivery or the members of a list, except for
 * members that are left out.
 *
 * @param room room whose members are the recipients; null if they are listed
 * @param members includes the members that are left out
 * @param except one member that is left out; null if there is none
 * @param ignoring members that are left out because they ignore the sender
 */
public record Audience(
        @Nullable RoomName room,
        Collection<Member> members,
        @Nullable Member except,
        Set<Member> ignoring) {
    static final Audience NONE = of(List.of());

    static Audience of(Room room) {
        return new Audience(room.name(), room.listeners(), null, Set.of());
    }

    /** Recipients in a list. */
    public static Audience of(List<Member> members) {
        return new Audience(null, members, null, Set.of());
    }

    Audience without(@Nullable Member member) {
        return new Audience(room, members, member, ignoring);
    }

    Audience withoutIgnoring(Set<Member> some) {
        return some.isEmpty() ? this : new Audience(room, members, except, some);
    }

    /** Whether this member, one of {@code members}, is a recipient. */
    public boolean includes(Member member) {
        return member != except && (ignoring.isEmpty() || !ignoring.contains(member));
    }
}
