package dev.parley.rest.security;

import dev.parley.operator.Operator;
import dev.parley.operator.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** Operator of an HTTP request, as authenticated by Spring Security. */
public final class RequestOperator {
    /**
     * Details of an authentication.
     *
     * @param identity subject and issuer of a user of the OpenID Connect issuer; null for other operators
     * @param expiresAt expiry of the token; null if it never expires
     */
    private record TokenDetails(
            @Nullable String identity, @Nullable Instant expiresAt) {}

    private RequestOperator() {}

    public static Operator of(HttpServletRequest request) {
        Role role = null;
        String identity = null;
        if (request.getUserPrincipal() instanceof Authentication known) {
            role = role(known).orElse(null);
            identity = known.getDetails() instanceof TokenDetails details ? details.identity() : null;
        }
        return new Operator(String.valueOf(request.getRemoteUser()), identity, request.getRemoteAddr(), role);
    }

    /** Returns the expiry of the request's token; null if it never expires. */
    public static @Nullable Instant expiry(HttpServletRequest request) {
        return request.getUserPrincipal() instanceof Authentication known
                        && known.getDetails() instanceof TokenDetails details
                ? details.expiresAt()
                : null;
    }

    static Authentication known(String name, Optional<Role> role) {
        return known(name, role, null, null);
    }

    /**
     * @param identity subject and issuer of a user of the OpenID Connect issuer; null for other operators
     * @param expiresAt expiry of the token; null if it never expires
     */
    static Authentication known(
            String name, Optional<Role> role, @Nullable String identity, @Nullable Instant expiresAt) {
        var known = UsernamePasswordAuthenticationToken.authenticated(
                name, null, role.map(List::of).orElse(List.of()));
        known.setDetails(new TokenDetails(identity, expiresAt));
        return known;
    }

    static Optional<Role> role(Authentication known) {
        return known.getAuthorities().stream()
                .flatMap(authority -> authority instanceof Role role ? Stream.of(role) : Stream.empty())
                .findFirst();
    }
}
