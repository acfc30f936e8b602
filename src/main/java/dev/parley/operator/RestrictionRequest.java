package dev.parley.operator;

import dev.parley.moderation.Target;
import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import dev.parley.protocol.TextSanitizer;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Request for a ban or mute of one nick, one account or one network. The request may be invalid.
 *
 * @param duration ISO 8601, such as {@code PT1H}; null for a permanent restriction
 * @param force whether to apply a ban despite warnings
 * @param shadow whether the target of a mute must not notice the mute
 */
public record RestrictionRequest(
        @Nullable String nick,
        @Nullable String account,
        @Nullable String network,
        @Nullable String duration,
        @Nullable String reason,
        @Nullable Boolean force,
        @Nullable Boolean shadow) {
    public static final int MAX_REASON_LENGTH = 300;

    private static final Duration MIN_DURATION = Duration.ofSeconds(1);
    private static final Duration MAX_DURATION = Duration.ofDays(3_650);

    /** Returns the target as it was specified, whether or not it is valid. */
    String requestedTarget() {
        return nick != null ? nick : account != null ? account : Objects.requireNonNullElse(network, "");
    }

    /** Returns the target for the audit record, whether or not it is valid. A network is written as in the ban. */
    String auditedTarget() {
        String requested = requestedTarget();
        return IpNetwork.of(requested).map(IpNetwork::toString).orElse(requested);
    }

    /** Returns the reason for the audit record, even if it is too long. */
    String requestedReason(RestrictionKind kind) {
        String clean = reason == null ? "" : TextSanitizer.clean(reason);
        return clean.isBlank() ? kind.defaultReason() : clean;
    }

    RestrictionTerms validate(RestrictionKind kind) {
        return new RestrictionTerms(
                validTarget(kind),
                validDuration(),
                validReason(kind),
                Boolean.TRUE.equals(force),
                Boolean.TRUE.equals(shadow));
    }

    /**
     * Returns the target. Rejects a ban of a reserved name, because no client can choose such a name, and a banned
     * guest would return with another one. A mute of a reserved name is accepted, because it works while the guest
     * keeps the name.
     */
    private Target validTarget(RestrictionKind kind) {
        Target target = validTarget();
        if (kind == RestrictionKind.BAN
                && target instanceof Target.ByNick name
                && name.nick().reserved()) {
            throw OperatorException.badArgument(
                    name.nick() + " is a reserved name, which cannot be banned; ban a network, or kick the client");
        }
        return target;
    }

    Target validTarget() {
        if (nick != null && account == null && network == null) {
            return new Target.ByNick(named(nick));
        }
        if (account != null && nick == null && network == null) {
            return new Target.ByAccount(named(account));
        }
        if (network != null && nick == null && account == null) {
            return new Target.ByNetwork(IpNetwork.of(network)
                    .orElseThrow(() -> OperatorException.badArgument(
                            "a network must be an address or CIDR, such as 192.0.2.7, 10.0.0.0/8 or 2001:db8::/64")));
        }
        throw OperatorException.badArgument("specify exactly one of nick, account and network");
    }

    private static Nick named(String text) {
        return Nick.of(text)
                .orElseThrow(() ->
                        OperatorException.badArgument("a name must be a letter and up to 31 letters, digits, _ or -"));
    }

    private @Nullable Duration validDuration() {
        try {
            Duration parsed = duration == null ? null : Duration.parse(duration);
            if (parsed == null || (parsed.compareTo(MIN_DURATION) >= 0 && parsed.compareTo(MAX_DURATION) <= 0)) {
                return parsed;
            }
        } catch (DateTimeParseException e) { // rejected below
        }
        throw OperatorException.badArgument(
                "a duration must be ISO 8601 from PT1S to P3650D, such as PT1H or P7D; without one it is permanent");
    }

    private String validReason(RestrictionKind kind) {
        String clean = requestedReason(kind);
        if (clean.length() > MAX_REASON_LENGTH) {
            throw OperatorException.badArgument("a reason must have at most " + MAX_REASON_LENGTH + " characters");
        }
        return clean;
    }
}
