package dev.parley.protocol;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Format of the lines that a member is sent. */
public enum Format {
    TEXT,
    BARE,
    JSON;

    public static Optional<Format> of(String text) {
        return Stream.of(values())
                .filter(format -> format.label().equalsIgnoreCase(text))
                .findFirst();
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
