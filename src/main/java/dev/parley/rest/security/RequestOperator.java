package dev.parley.rest.security;

import dev.parley.operator.Operator;
import dev.parley.operator.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** Operator of an HTTP request, as authenticated by Spring Security. */
public final class RequestOperator {
    private RequestOperator() {}

    public static Operator of(HttpServletRequest request) {
        Role role = null;
        String identity = null;
        if (request.getUserPrincipal() instanceof Authentication known) {
            role = role(known).orElse(null);
            identity = known.getDetails() instanceof String details ? details : null;
        }
        return new Operator(String.valueOf(request.getRemoteUser()), identity, request.getRemoteAddr(), role);
    }

    /** @param identity subject and issuer */
    static Authentication issued(String name, String identity, Optional<Role> role) {
        UsernamePasswordAuthenticationToken known = known(name, role);
        known.setDetails(identity);
        return known;
    }

    static UsernamePasswordAuthenticationToken known(String name, Optional<Role> role) {
        return UsernamePasswordAuthenticationToken.authenticated(
                name, null, role.map(List::of).orElse(List.of()));
    }

    static Optional<Role> role(Authentication known) {
        return known.getAuthorities().stream()
                .flatMap(authority -> authority instanceof Role role ? Stream.of(role) : Stream.empty())
                .findFirst();
    }
}
