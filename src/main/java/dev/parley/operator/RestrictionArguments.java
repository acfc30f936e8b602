package dev.parley.admin;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads whom a ban or a mute that is typed in the chat is of, for how long, and why. A duration can be typed as people
 * do, such as {@code 30m}, {@code 2h} or {@code 7d}, or as by REST.
 */
final class TypedSanction {
    private static final Pattern SHORT = Pattern.compile("\\d{1,8}[smhd]");

    /** What is meant as one, right or wrong: it would be a surprise to be taken for a text, and banned for good. */
    private static final Pattern DURATION = Pattern.compile("\\d.*|PT?\\d.*");

    private TypedSanction() {}

    /** @param text what follows, or nothing */
    static NewSanction of(String target, String text) {
        String[] parts = text.split(" +", 2);
        boolean isTimed = DURATION.matcher(parts[0]).matches();
        String reason = isTimed ? (parts.length == 2 ? parts[1] : "") : text;
        return of(target, isTimed ? iso(parts[0]) : null, reason);
    }

    /** No name has one of the signs that networks have, or begins with an at sign. */
    private static NewSanction of(String target, @Nullable String duration, String reason) {
        boolean isAccount = target.startsWith("@");
        boolean isNetwork = !isAccount && target.matches(".*[.:/].*");
        return new NewSanction(
                isAccount || isNetwork ? null : target,
                isAccount ? target.substring(1) : null,
                isNetwork ? target : null,
                duration,
                reason,
                null,
                null);
    }

    private static String iso(String typed) {
        if (!SHORT.matcher(typed).matches()) {
            return typed;
        }
        String upper = typed.toUpperCase(Locale.ROOT);
        return (upper.endsWith("D") ? "P" : "PT") + upper;
    }
}
