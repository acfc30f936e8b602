package dev.parley.admin;

import java.util.List;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/** Lets in whoever has the token of the file. */
final class TokenHolders implements AuthenticationManager {
    static final String ACTOR = "token";

    private final TokenFile tokenFile;

    TokenHolders(TokenFile tokenFile) {
        this.tokenFile = tokenFile;
    }

    @Override
    public Authentication authenticate(Authentication claimed) {
        if (claimed.getCredentials() instanceof String token && tokenFile.holds(token)) {
            return UsernamePasswordAuthenticationToken.authenticated(ACTOR, null, List.of());
        }
        throw new BadCredentialsException("not the token");
    }
}
