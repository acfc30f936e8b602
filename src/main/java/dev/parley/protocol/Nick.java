package dev.parley.protocol;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Name of a person. Names are ASCII, so that none can look like another. Names that differ only in case are equal. */
public record Nick(String value) {
    private static final Pattern VALID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,31}");
    private static final int MAX_CHARS = 32;
    private static final String ALLOWED = ", only letters (a-z), digits, _ and -";
    private static final String GUEST = "guest-";

    /** Beginnings of the names of guests, and of messages that API tokens send. */
    private static final List<String> RESERVED_PREFIXES = List.of(GUEST, "token-", "oidc-");

    private static final Set<String> RESERVED = Set.of("server", "admin", "system", "root", "operator");

    /** Name of server operators in rooms. It becomes the owner of an unowned room when they change the settings. */
    public static final Nick OPERATOR = new Nick("operator");

    public Nick {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a nick: " + value);
        }
    }

    public static Optional<Nick> of(String text) {
        return VALID.matcher(text).matches() ? Optional.of(new Nick(text)) : Optional.empty();
    }

    /** Returns what is wrong with a text that is not a nick. */
    public static String invalid(String text) {
        if (text.contains(" ")) {
            return "a nick has no spaces" + ALLOWED;
        }
        OptionalInt other = Normalizer.normalize(text, Normalizer.Form.NFC)
                .codePoints()
                .filter(c -> c >= 0x80 || !Character.isLetterOrDigit(c) && c != '_' && c != '-')
                .findFirst();
        if (other.isPresent()) {
            return "a nick cannot contain \"" + Character.toString(other.getAsInt()) + "\"" + ALLOWED;
        }
        return text.length() > MAX_CHARS
                ? "a nick has at most " + MAX_CHARS + " characters"
                : "a nick begins with a letter (a-z)";
    }

    public static Nick guest(String suffix) {
        return new Nick(GUEST + suffix);
    }

    /** Whether nobody may choose this name. */
    public boolean reserved() {
        String folded = folded();
        return RESERVED.contains(folded) || RESERVED_PREFIXES.stream().anyMatch(folded::startsWith);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Nick nick && value.equalsIgnoreCase(nick.value);
    }

    @Override
    public int hashCode() {
        return folded().hashCode();
    }

    @Override
    public String toString() {
        return value;
    }

    /** Returns the form that is the same for all equal names. */
    public String folded() {
        return value.toLowerCase(Locale.ROOT);
    }
}
