package dev.parley.activity;

import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import java.net.InetAddress;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Filter of events. An event matches if it meets all given criteria. An event that lacks a field does not meet a
 * criterion on that field. An operator's action also has the nick or the network that it was applied to. Gaps match every
 * filter.
 *
 * @param types empty for all types
 */
public record EventFilter(
        Set<String> types,
        @Nullable RoomName room,
        @Nullable Nick nick,
        @Nullable IpNetwork network) {
    public static final EventFilter ALL = new EventFilter(Set.of(), null, null, null);

    public boolean matches(ActivityRecord event) {
        return event.type().equals("gap")
                || (types.isEmpty() || types.contains(event.type()))
                        && (room == null || room.value().equalsIgnoreCase(event.room()))
                        && (nick == null
                                || nick.value().equalsIgnoreCase(event.nick())
                                || isApplied(event, this::isNick))
                        && (network == null || isFrom(network, event.address()) || isApplied(event, this::isNetwork));
    }

    /** Whether the target of an action, or the name in parentheses after its id, meets a criterion. */
    private static boolean isApplied(ActivityRecord event, Predicate<String> criterion) {
        return event.target() != null
                && Stream.of(event.target().split("[ ()]+", 0)).anyMatch(criterion);
    }

    private boolean isNick(String target) {
        return nick != null && nick.value().equalsIgnoreCase(target);
    }

    private boolean isNetwork(String target) {
        return network != null && IpNetwork.of(target).filter(network::overlaps).isPresent();
    }

    private static boolean isFrom(IpNetwork network, @Nullable String address) {
        return address != null && network.contains(InetAddress.ofLiteral(address));
    }
}
