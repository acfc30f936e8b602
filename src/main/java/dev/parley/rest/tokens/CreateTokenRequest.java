package dev.parley.rest.tokens;

import dev.parley.operator.Role;
import dev.parley.rest.problem.ApiProblem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Request for a new token. It contains an expiry time or a duration, but not both. Without either, the token is valid
 * until it is revoked.
 *
 * @param expiresAt time in the format of RFC 3339
 * @param duration duration in the format of ISO 8601
 */
record CreateTokenRequest(
        @Nullable String name,
        @Nullable String role,
        @Nullable String expiresAt,
        @Nullable String duration) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Duration MIN_DURATION = Duration.ofSeconds(1);
    private static final Duration MAX_DURATION = Duration.ofDays(3_650);

    /** Returns the requested name, whether or not it is valid. */
    String givenName() {
        return Objects.requireNonNullElse(name, "");
    }

    String givenRole() {
        return Objects.requireNonNullElse(role, "");
    }

    String checkedName() {
        if (!NAME.matcher(givenName()).matches()) {
            throw ApiProblem.badArgument("\"name\" must have 1 to 64 letters, digits, \".\", \"_\" or \"-\".");
        }
        return givenName();
    }

    Role checkedRole() {
        return Role.of(givenRole())
                .orElseThrow(
                        () -> ApiProblem.badArgument("\"role\" must be poster, viewer, moderator, admin or auditor."));
    }

    @Nullable
    Instant checkedExpiry(Instant now) {
        if (expiresAt != null && duration != null) {
            throw ApiProblem.badArgument("Specify \"expiresAt\" or \"duration\", not both.");
        }
        try {
            if (expiresAt != null) {
                return checked(Instant.parse(expiresAt), now);
            }
            return duration == null ? null : checked(now.plus(Duration.parse(duration)), now);
        } catch (DateTimeException | ArithmeticException e) {
            throw badExpiry();
        }
    }

    private static Instant checked(Instant expiry, Instant now) {
        if (expiry.isBefore(now.plus(MIN_DURATION)) || expiry.isAfter(now.plus(MAX_DURATION))) {
            throw badExpiry();
        }
        return expiry;
    }

    private static ApiProblem badExpiry() {
        return ApiProblem.badArgument(
                "A token must expire within PT1S to P3650D. Specify \"duration\", such as P30D, or \"expiresAt\","
                        + " such as 2030-01-31T12:00:00Z.");
    }
}
