package dev.parley.operator;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the arguments of {@code /ban} and {@code /mute}: a target, a duration and a reason. A duration can be typed as
 * people do, such as {@code 30m}, {@code 2h} or {@code 7d}, or as by REST.
 */
final class RestrictionArguments {
    private static final Pattern SHORT = Pattern.compile("\\d{1,8}[smhd]");

    /** A word that is meant as a duration, valid or not: taken for a reason, it would ban for good. */
    private static final Pattern DURATION = Pattern.compile("\\d.*|PT?\\d.*");

    private RestrictionArguments() {}

    /** @param text the rest of the line, or nothing */
    static RestrictionRequest parse(String target, String text) {
        String[] parts = text.split(" +", 2);
        boolean isTimed = DURATION.matcher(parts[0]).matches();
        String reason = isTimed ? (parts.length == 2 ? parts[1] : "") : text;
        return request(target, isTimed ? iso(parts[0]) : null, reason);
    }

    /** No name contains a character of networks, or begins with an at sign. */
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
