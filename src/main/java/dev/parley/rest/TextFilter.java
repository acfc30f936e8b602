package dev.parley.rest;

import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Filter that matches items with a text in one of several fields, in upper or lower case. */
public final class TextFilter {
    private final String text;

    private TextFilter(String text) {
        this.text = text;
    }

    /** @param q text to look for; every item matches an absent or blank one */
    public static TextFilter of(@Nullable String q) {
        String text = FilterParameters.text("q", q);
        return new TextFilter(text == null ? "" : fold(text.strip()));
    }

    /** Whether a field contains the text. */
    public boolean matches(@Nullable String... fields) {
        return text.isEmpty()
                || Stream.of(fields)
                        .anyMatch(field -> field != null && fold(field).contains(text));
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
