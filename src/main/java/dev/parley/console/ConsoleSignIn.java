package dev.parley.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Sign-in to the console at an OpenID Connect issuer.
 *
 * @param issuer address of the issuer; null if operators only sign in by a token
 * @param clientId public client of the console at the issuer
 * @param audiences of which a token of the issuer must name one; empty if none is required
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record ConsoleSignIn(@Nullable String issuer, @Nullable String clientId, List<String> audiences) {
    static ConsoleSignIn of(String issuer, String clientId, List<String> audiences) {
        if (clientId.isEmpty()) {
            return new ConsoleSignIn(null, null, List.of());
        }
        if (issuer.isEmpty()) {
            throw new InvalidConfigurationPropertyValueException(
                    "parley.admin.oidc.client-id",
                    clientId,
                    "It needs spring.security.oauth2.resourceserver.jwt.issuer-uri");
        }
        return new ConsoleSignIn(issuer, clientId, audiences);
    }

    /** Returns the source of the content security policy that lets the page call the issuer. */
    String source() {
        if (issuer == null) {
            return "";
        }
        URI uri = URI.create(issuer);
        return " " + uri.getScheme() + "://" + uri.getAuthority();
    }
}
