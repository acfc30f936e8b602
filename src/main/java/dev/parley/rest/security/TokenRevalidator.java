package dev.parley.rest.security;

import dev.parley.operator.Permission;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

/**
 * Checks during a long response whether the caller's token is still valid, because the token may be revoked meanwhile.
 */
@Component
public class TokenRevalidator {
    private final AuthenticationManager authenticationManager;
    private final BearerTokenConverter bearer = new BearerTokenConverter();

    TokenRevalidator(AuthenticationManager tokenAuthenticationManager) {
        this.authenticationManager = tokenAuthenticationManager;
    }

    public boolean has(HttpServletRequest request, Permission right) {
        try {
            Authentication claimed = bearer.convert(request);
            return claimed != null
                    && RequestOperator.role(authenticationManager.authenticate(claimed))
                            .filter(role -> role.has(right))
                            .isPresent();
        } catch (AuthenticationServiceException e) { // the issuer does not answer now
            return true;
        } catch (AuthenticationException e) {
            return false;
        }
    }
}
