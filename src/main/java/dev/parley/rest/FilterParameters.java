package dev.parley.rest;

import dev.parley.activity.EventFilter;
import dev.parley.activity.Published;
import dev.parley.net.Network;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.rest.problem.Problem;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Parses parameters that several resources take. */
public final class EventParameters {
    private EventParameters() {}

    public static EventFilter filter(
            Set<String> types, @Nullable String room, @Nullable String nick, @Nullable Network network) {
        if (!Published.types().containsAll(types)) {
            throw Problem.badArgument("A type is one of " + String.join(", ", new TreeSet<>(Published.types())) + ".");
        }
        return new EventFilter(
                types,
                room == null ? null : named(room),
                nick == null
                        ? null
                        : Nick.of(nick).orElseThrow(() -> Problem.badArgument("\"nick\" is a name people can have.")),
                network);
    }

    private static RoomName named(String room) {
        return RoomName.of(room.startsWith("#") ? room : "#" + room)
                .orElseThrow(() -> Problem.badArgument("\"room\" is the name of a room, with or without #."));
    }

    /** @param parameter as it is called where it is asked for */
    public static Network network(String parameter, String text) {
        return Network.of(text)
                .orElseThrow(() -> Problem.badArgument(
                        "\"" + parameter + "\" is an address or a network, such as 192.0.2.7 or 10.0.0.0/8."));
    }
}
