package dev.parley.rest.security;

import dev.parley.operator.Role;
import java.util.Optional;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;

/**
 * Authenticates the token in the token file, tokens that operators created and, if an issuer is configured, its tokens.
 */
final class TokenAuthenticationManager implements AuthenticationManager {
    static final String ACTOR = "token";

    private final TokenFile tokenFile;
    private final ApiTokens tokens;
    private final Optional<OidcTokenAuthenticator> oidcAuthenticator;
    private final InvalidTokenLimiter invalidTokens;

    TokenAuthenticationManager(
            TokenFile tokenFile,
            ApiTokens tokens,
            Optional<OidcTokenAuthenticator> issued,
            InvalidTokenLimiter invalidTokens) {
        this.tokenFile = tokenFile;
        this.tokens = tokens;
        this.oidcAuthenticator = issued;
        this.invalidTokens = invalidTokens;
    }

    @Override
    public Authentication authenticate(Authentication claimed) {
        String token = claimed.getCredentials() instanceof String text ? text : "";
        if (tokenFile.holds(token)) {
            return RequestOperator.known(ACTOR, Optional.of(Role.ADMIN));
        }
        if (oidcAuthenticator.isPresent() && !token.startsWith(TokenGenerator.PREFIX)) {
            boolean mayAskIssuer =
                    invalidTokens.left(String.valueOf(claimed.getDetails())).isZero();
            return oidcAuthenticator.get().authenticate(token, mayAskIssuer);
        }
        return tokens.use(token)
                .map(used -> RequestOperator.known(
                        ACTOR + ":" + used.name(), Optional.of(used.role()), null, used.expiresAt()))
                .orElseThrow(() -> new BadCredentialsException("no token of ours"));
    }
}
