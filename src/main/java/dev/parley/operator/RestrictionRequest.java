package dev.parley.admin;

import dev.parley.chat.Nick;
import dev.parley.chat.Text;
import dev.parley.moderation.Foresight;
import dev.parley.moderation.Target;
import dev.parley.session.Network;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ban or a mute an operator asks for, of one nick, one account or one network.
 *
 * @param duration ISO 8601, such as {@code PT1H}; null for good
 * @param force whether a ban is meant though there are warnings
 * @param shadow whether who is muted is not to notice
 */
record NewSanction(
        @Nullable String nick,
        @Nullable String account,
        @Nullable String network,
        @Nullable String duration,
        @Nullable String reason,
        @Nullable Boolean force,
        @Nullable Boolean shadow) {
    static final int LONGEST_REASON = 300;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3_650);

    /** Whom it was meant for, right or wrong. */
    String given() {
        return nick != null ? nick : account != null ? account : Objects.requireNonNullElse(network, "");
    }

    boolean isForced() {
        return Boolean.TRUE.equals(force);
    }

    boolean isShadow() {
        return Boolean.TRUE.equals(shadow);
    }

    /** What it would do; all else of it is checked as if it were to be done. */
    Foresight.Foreseen foreseen(Foresight foresight, Target target, Caller by, String otherwise) {
        checkedDuration();
        checkedReason(otherwise);
        return foresight.foresee(target, by.origin());
    }

    /** Nobody chooses a reserved name, and a guest comes back under another: while it is here it can be muted. */
    Target checkedTargetOfBan() {
        Target target = checkedTarget();
        if (target instanceof Target.Name name && name.nick().reserved()) {
            throw Problem.badArgument(
                    "Nobody can choose the name " + name.nick() + ": give a network, or end the client.");
        }
        return target;
    }

    Target checkedTarget() {
        if (nick != null && account == null && network == null) {
            return new Target.Name(named(nick));
        }
        if (account != null && nick == null && network == null) {
            return new Target.Account(named(account));
        }
        if (network != null && nick == null && account == null) {
            return new Target.From(Network.of(network)
                    .orElseThrow(() -> Problem.badArgument(
                            "A network is an address or CIDR, such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/64.")));
        }
        throw Problem.badArgument("It is of a nick, of an account or of a network: give one of the three.");
    }

    private static Nick named(String text) {
        return Nick.of(text)
                .orElseThrow(() -> Problem.badArgument("A name is a letter and up to 31 letters, digits, _ or -."));
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
                "A duration is ISO 8601 from PT1S to P3650D, such as PT1H or P7D; without one it is for good.");
    }

    /** @param otherwise where none is given */
    String cleanReason(String otherwise) {
        String clean = reason == null ? "" : Text.clean(reason);
        return clean.isBlank() ? otherwise : clean;
    }

    String checkedReason(String otherwise) {
        String clean = cleanReason(otherwise);
        if (clean.length() > LONGEST_REASON) {
            throw Problem.badArgument("A reason has at most " + LONGEST_REASON + " characters.");
        }
        return clean;
    }
}
