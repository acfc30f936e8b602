package dev.parley.rest.security;

import dev.parley.operator.Permission;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

/** Whether a caller who is being answered for a long time may still be: a token may be taken back meanwhile. */
@Component
public class TokenRevalidator {
    private final AuthenticationManager authenticationManager;
    private final BearerTokenConverter bearer = new BearerTokenConverter();

    TokenRevalidator(AuthenticationManager tokenHolders) {
        this.authenticationManager = tokenHolders;
    }

    public boolean has(HttpServletRequest request, Permission right) {
        try {
            Authentication claimed = bearer.convert(request);
            return claimed != null
                    && RequestOperator.role(authenticationManager.authenticate(claimed))
                            .filter(role -> role.has(right))
                            .isPresent();
        } catch (AuthenticationServiceException e) { // nobody can say so now
            return true;
        } catch (AuthenticationException e) {
            return false;
        }
    }
}
