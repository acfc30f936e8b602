package dev.parley.operator;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the arguments of {@code /ban} and {@code /mute}: a target, a duration and a reason. A duration is in a short
 * form, such as {@code 30m}, {@code 2h} or {@code 7d}, or in the format that REST uses.
 */
final class RestrictionArguments {
    private static final Pattern SHORT = Pattern.compile("\\d{1,8}[smhd]");

    /**
     * Matches a word that is meant as a duration, whether or not it is valid. If an invalid duration were taken for the
     * reason, the ban would be permanent.
     */
    private static final Pattern DURATION = Pattern.compile("\\d.*|PT?\\d.*");

    private RestrictionArguments() {}

    /** @param text rest of the line; may be empty */
    static RestrictionRequest parse(String target, String text) {
        String[] parts = text.split(" +", 2);
        boolean isTimed = DURATION.matcher(parts[0]).matches();
        String reason = isTimed ? (parts.length == 2 ? parts[1] : "") : text;
        return request(target, isTimed ? iso(parts[0]) : null, reason);
    }

    /**
     * Returns a request for the kind of target that the text stands for. An account begins with an at sign; only a
     * network contains a dot, a colon or a slash.
     */
    private static RestrictionRequest request(String target, @Nullable String duration, String reason) {
        boolean isAccount = target.startsWith("@");
        boolean isNetwork = !isAccount && target.matches(".*[.:/].*");
        return new RestrictionRequest(
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
