package dev.parley.protocol;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Name of a room with its {@code #}, in lower case. */
public record RoomName(String value) implements Comparable<RoomName> {
    private static final Pattern VALID = Pattern.compile("#[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

    public static final RoomName LOBBY = new RoomName("#lobby");

    /** Room of hidden members. It is recognized by identity, because a client may open a room with the same name. */
    public static final RoomName HIDDEN = new RoomName("#hidden");

    public RoomName {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a room name: " + value);
        }
        value = value.toLowerCase(Locale.ROOT);
    }

    public static Optional<RoomName> of(String text) {
        return VALID.matcher(text).matches() ? Optional.of(new RoomName(text)) : Optional.empty();
    }

    /** Parses the name of a room with or without its {@code #}. */
    public static Optional<RoomName> ofWord(String text) {
        return of(text.startsWith("#") ? text : "#" + text);
    }

    @Override
    public int compareTo(RoomName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
