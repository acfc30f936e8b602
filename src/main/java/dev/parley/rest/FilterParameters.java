package dev.parley.rest;

import dev.parley.activity.ActivityRecord;
import dev.parley.activity.EventFilter;
import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.rest.problem.ApiProblem;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parses URL parameters that several resources share. */
public final class FilterParameters {
    private FilterParameters() {}

    public static EventFilter filter(
            Set<String> types, @Nullable String room, @Nullable String nick, @Nullable IpNetwork network) {
        if (!ActivityRecord.types().containsAll(types)) {
            throw ApiProblem.badArgument(
                    "\"type\" must be one of " + String.join(", ", new TreeSet<>(ActivityRecord.types())) + ".");
        }
        return new EventFilter(
                types, room == null ? null : room(room), nick == null ? null : nick("nick", nick), network);
    }

    public static RoomName room(String room) {
        return RoomName.ofWord(room)
                .orElseThrow(() -> ApiProblem.badArgument("\"room\" must be the name of a room, with or without #."));
    }

    /** @param parameter name of the parameter in the request */
    public static Nick nick(String parameter, String nick) {
        return Nick.of(nick)
                .orElseThrow(() -> ApiProblem.badArgument(
                        "\"" + parameter + "\" must be a letter and up to 31 letters, digits, _ or -."));
    }

    /**
     * Returns a text that the database can look for.
     *
     * @param parameter name of the parameter in the request
     */
    public static @Nullable String text(String parameter, @Nullable String text) {
        if (text != null && text.chars().anyMatch(Character::isISOControl)) {
            throw ApiProblem.badArgument("\"" + parameter + "\" must not contain control characters.");
        }
        return text;
    }

    /**
     * Returns the texts that a target of an action may have: the given one and, of an address or a network, that of its
     * ban. Empty for all targets.
     *
     * @param parameter name of the parameter in the request
     */
    public static Set<String> targets(String parameter, @Nullable String target) {
        String text = text(parameter, target);
        return text == null
                ? Set.of()
                : Stream.concat(Stream.of(text), IpNetwork.of(text).map(IpNetwork::toString).stream())
                        .collect(Collectors.toSet());
    }

    /** @param parameter name of the parameter in the request */
    public static IpNetwork network(String parameter, String text) {
        return IpNetwork.of(text)
                .orElseThrow(() -> ApiProblem.badArgument(
                        "\"" + parameter + "\" must be an address or a network, such as 192.0.2.7 or 10.0.0.0/8."));
    }
}
