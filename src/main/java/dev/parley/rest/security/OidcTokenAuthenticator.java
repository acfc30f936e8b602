package dev.parley.rest.security;

import dev.parley.operator.Role;
import dev.parley.protocol.TextSanitizer;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.oauth2.jwt.JwtException;

/** Authenticates tokens (JWT) of the OpenID Connect issuer, with the role that the issuer assigns. */
final class OidcTokenAuthenticator {
    private static final Logger log = LoggerFactory.getLogger(OidcTokenAuthenticator.class);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    /** Most characters of a claim that are recorded; a subject has at most 255 (OpenID Connect Core, section 2). */
    private static final int MAX_CLAIM_CHARS = 255;

    /** Shape of a JWT. For other tokens, the keys of the issuer are not requested. */
    private static final Pattern JWT_PATTERN = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private final JwtDecoder decoder;
    private final String roleClaim;
    private final Bucket lines = Bucket.builder()
            .addLimit(limit -> limit.capacity(1).refillGreedy(1, LOG_INTERVAL))
            .build();

    OidcTokenAuthenticator(JwtDecoder decoder, String roleClaim) {
        this.decoder = decoder;
        this.roleClaim = roleClaim;
    }

    /** @param mayAskIssuer whether the caller may cause a request to the issuer, such as for an unknown key */
    Authentication authenticate(String token, boolean mayAskIssuer) {
        if (!JWT_PATTERN.matcher(token).matches()) {
            throw new BadCredentialsException("no token of the issuer");
        }
        Jwt jwt = mayAskIssuer ? decoded(token, true) : IssuerRequests.withoutRequests(() -> decoded(token, false));
        if (jwt.getExpiresAt() == null) {
            throw new BadCredentialsException("a token of the issuer without \"exp\"");
        }
        String subject = claim(jwt, "sub");
        String preferred = claim(jwt, "preferred_username");
        String name = preferred.isEmpty() ? subject : preferred;
        if (name.isEmpty()) {
            throw new BadCredentialsException("a token of the issuer without \"preferred_username\" and \"sub\"");
        }
        return RequestOperator.known(
                "oidc:" + name,
                role(jwt.getClaims(), roleClaim),
                subject + " at " + claim(jwt, "iss"),
                jwt.getExpiresAt());
    }

    private Jwt decoded(String token, boolean mayAskIssuer) {
        try {
            return decoder.decode(token);
        } catch (BadJwtException e) {
            log.debug("Rejected an OIDC token", e);
            throw new BadCredentialsException("no valid token of the issuer", e);
        } catch (JwtException | JwtDecoderInitializationException e) {
            if (!mayAskIssuer) {
                throw new BadCredentialsException("no token of a known key of the issuer", e);
            }
            if (lines.tryConsume(1)) {
                log.warn(
                        "Could not get the keys of the token issuer, whose tokens are refused meanwhile: {}",
                        NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            }
            throw new AuthenticationServiceException("the issuer does not answer", e);
        }
    }

    /**
     * Returns a claim on one line; empty where nothing in it is visible. It is cut before it is cleaned, which removes
     * half a character at the cut and closes what was opened before it.
     */
    private static String claim(Jwt jwt, String name) {
        String text = Objects.requireNonNullElse(jwt.getClaimAsString(name), "");
        String cut = text.substring(0, Math.min(MAX_CLAIM_CHARS, text.length()));
        String value = TextSanitizer.clean(cut).strip();
        return TextSanitizer.firstVisible(value) == value.length() ? "" : value;
    }

    static Optional<Role> role(Map<String, Object> claims, String path) {
        Object value = claims.containsKey(path) ? claims.get(path) : inside(claims, path);
        Stream<?> names = value instanceof Collection<?> several ? several.stream() : Stream.ofNullable(value);
        return names.flatMap(name -> Role.of(String.valueOf(name)).stream()).max(Comparator.naturalOrder());
    }

    private static @Nullable Object inside(Map<?, ?> claims, String path) {
        Object value = claims;
        for (String name : Arrays.asList(path.split("\\."))) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }
}
