package dev.parley.admin;

import dev.parley.chat.Nick;
import dev.parley.chat.Text;
import dev.parley.moderation.Ban;
import dev.parley.session.Network;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ban an operator asks for, of one nick or one network.
 *
 * @param duration ISO 8601, such as {@code PT1H}; null for good
 */
record NewBan(
        @Nullable String nick,
        @Nullable String account,
        @Nullable String network,
        @Nullable String duration,
        @Nullable String reason) {
    private static final String NO_REASON = "an operator banned you";
    static final int LONGEST_REASON = 300;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3_650);

    /** What it was meant for, right or wrong. */
    String given() {
        return nick != null ? nick : network != null ? network : Objects.requireNonNullElse(account, "");
    }

    Ban.Target checkedTarget() {
        if (account != null) {
            throw Problem.badArgument("There are no accounts yet: ban a nick or a network.");
        }
        if (nick != null && network == null) {
            return new Ban.Target.Name(named(nick));
        }
        if (network != null && nick == null) {
            return new Ban.Target.From(Network.of(network)
                    .orElseThrow(() -> Problem.badArgument(
                            "A network is an address or CIDR, such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/64.")));
        }
        throw Problem.badArgument("A ban is of a nick or of a network: give one of the two.");
    }

    /** Nobody chooses a reserved name, and a guest comes back under another. */
    private static Nick named(String text) {
        Nick nick = Nick.of(text)
                .orElseThrow(() -> Problem.badArgument("A nick is a letter and up to 31 letters, digits, _ or -."));
        if (nick.reserved()) {
            throw Problem.badArgument("Nobody can choose the name " + nick + ": ban a network, or end the client.");
        }
        return nick;
    }

    @Nullable
    Duration checkedDuration() {
        Duration parsed = duration == null ? null : parsed(duration);
        if (parsed != null && (parsed.compareTo(SHORTEST) < 0 || parsed.compareTo(LONGEST) > 0)) {
            throw badDuration();
        }
        return parsed;
    }

    private static Duration parsed(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw badDuration();
        }
    }

    private static Problem badDuration() {
        return Problem.badArgument(
                "A duration is ISO 8601 from PT1S to P3650D, such as PT1H or P7D; without one the ban is for good.");
    }

    String cleanReason() {
        String clean = reason == null ? "" : Text.clean(reason);
        return clean.isBlank() ? NO_REASON : clean;
    }

    String checkedReason() {
        String clean = cleanReason();
        if (clean.length() > LONGEST_REASON) {
            throw Problem.badArgument("A reason has at most " + LONGEST_REASON + " characters.");
        }
        return clean;
    }
}
