package dev.parley.admin;

import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/**
 * Who calls the API, or says an operator's command in the chat.
 *
 * @param name {@code token}, {@code token:NAME}, {@code oidc:NAME} or {@code account:NAME}
 * @param role null when it has none, and may do nothing
 */
record Caller(String name, String address, @Nullable Role role) {
    private static final Duration LONGEST_OF_MODERATORS = Duration.ofDays(7);

    static Caller of(HttpServletRequest request) {
        Role role = request.getUserPrincipal() instanceof Authentication known
                ? role(known).orElse(null)
                : null;
        return new Caller(String.valueOf(request.getRemoteUser()), request.getRemoteAddr(), role);
    }

    /** One who has proved to be this. */
    static Authentication known(String name, Optional<Role> role) {
        return UsernamePasswordAuthenticationToken.authenticated(
                name, null, role.map(List::of).orElse(List.of()));
    }

    static Optional<Role> role(Authentication known) {
        return known.getAuthorities().stream()
                .flatMap(authority -> authority instanceof Role role ? Stream.of(role) : Stream.empty())
                .findFirst();
    }

    /** Where it comes from; null where that is not known: a proxy in front may tell what is no address. */
    @Nullable
    InetAddress origin() {
        try {
            return InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    void checkMay(Right right) {
        if (role == null || !role.has(right)) {
            throw Problem.forbidden("This is for " + Role.having(right) + ".");
        }
    }

    /**
     * What a moderator does to people is over some day.
     *
     * @param duration null for good
     */
    void checkMayFor(@Nullable Duration duration) {
        if (role == Role.MODERATOR && (duration == null || duration.compareTo(LONGEST_OF_MODERATORS) > 0)) {
            throw Problem.forbidden("A moderator bans and mutes for at most P7D; for longer, ask an admin.");
        }
    }
}
