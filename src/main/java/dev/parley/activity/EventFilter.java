package dev.parley.activity;

import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import java.net.InetAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Filter of events. An event matches if it meets all given criteria. An event that lacks a field does not meet a
 * criterion on that field. Gaps match every filter.
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
                        && (nick == null || nick.value().equalsIgnoreCase(event.nick()))
                        && (network == null || isFrom(network, event.address()));
    }

    private static boolean isFrom(IpNetwork network, @Nullable String address) {
        return address != null && network.contains(InetAddress.ofLiteral(address));
    }
}
