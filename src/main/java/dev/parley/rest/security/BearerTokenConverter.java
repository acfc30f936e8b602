package dev.parley.rest.security;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads the token from the header {@code Authorization: Bearer TOKEN}. A header with another scheme is treated as a
 * wrong token. The details of the authentication are the caller's address.
 */
final class BearerTokenConverter implements AuthenticationConverter {
    private static final String SCHEME = "Bearer ";

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return null;
        }
        boolean isBearer = header.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String token = isBearer ? header.substring(SCHEME.length()).strip() : "";
        var claimed = UsernamePasswordAuthenticationToken.unauthenticated(TokenAuthenticationManager.ACTOR, token);
        claimed.setDetails(request.getRemoteAddr());
        return claimed;
    }
}
