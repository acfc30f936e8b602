package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.parley.operator.Role;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** With an issuer, its tokens are good too. */
@StartedParley
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class OidcTokenAuthenticatorTest {
    private static final Consumer<JWTClaimsSet.Builder> OLGA =
            OidcIssuer.as("olga", "offline_access", "viewer", "moderator");
    private static final OidcIssuer ISSUER = issuer();

    @Autowired
    OperatorClient operator;

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry properties) {
        properties.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER::uri);
        properties.add("spring.security.oauth2.resourceserver.jwt.audiences", () -> OidcIssuer.AUDIENCE);
        properties.add("parley.admin.oidc.role-claim", () -> "realm_access.roles");
    }

    private static OidcIssuer issuer() {
        try {
            return new OidcIssuer();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    static void close() {
        ISSUER.close();
    }

    @Test
    void oidcTokenGrantsItsHighestRoleUnderItsName(CapturedOutput output) {
        String token = ISSUER.token(OLGA);

        assertThat(status(token)).isEqualTo(200);
        assertThat(operator.send(operator.request("/api/v1/clients/none", token).DELETE())
                        .status())
                .isEqualTo(404);
        assertThat(operator.send(operator.request("/api/v1/drain", token).POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(403);
        assertThat(output).contains("actor=\"oidc:olga\" address=127.0.0.1 action=kick");
    }

    @Test
    void oidcTokenWithoutARoleIsForbidden() {
        assertThat(status(ISSUER.token(OidcIssuer.as("olga", "offline_access"))))
                .isEqualTo(403);
        assertThat(status(ISSUER.token(claims -> {}))).isEqualTo(403);
    }

    @Test
    void invalidOidcTokenIsRefused() {
        Date past = Date.from(Instant.now().minusSeconds(120));

        assertThat(status(ISSUER.token(OLGA.andThen(claims -> claims.expirationTime(past)))))
                .isEqualTo(401);
        assertThat(status(ISSUER.token(OLGA.andThen(claims -> claims.audience("another")))))
                .isEqualTo(401);
        assertThat(status(ISSUER.token(OLGA.andThen(claims -> claims.issuer("http://evil.example")))))
                .isEqualTo(401);
        assertThat(status(ISSUER.forged(OLGA))).isEqualTo(401);
        assertThat(status("nonsense")).isEqualTo(401);
        assertThat(status("eyJhbGciOiJub25lIn0.e30.e")).isEqualTo(401);
    }

    @Test
    void parleyTokensAreAcceptedBesideOidcTokens() {
        assertThat(status(operator.token())).isEqualTo(200);
        assertThat(status(operator.newToken("viewer"))).isEqualTo(200);
    }

    @Test
    void unreachableIssuerIsAnsweredWithUnavailable(CapturedOutput output) {
        ISSUER.breaks(true);
        ISSUER.changesKey();
        String token = ISSUER.token(OLGA);

        var reply = operator.send(operator.request("/api/v1/clients", token));
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text("code")).isEqualTo("unavailable");
        assertThat(output).contains("Could not get the keys of the token issuer");
        assertThat(status(operator.token())).isEqualTo(200);

        ISSUER.breaks(false);
        assertThat(status(token)).isEqualTo(200);
    }

    @Test
    void roleIsReadFromStringListAndNestedClaims() {
        var nested = Map.<String, Object>of("realm_access", Map.of("roles", List.of("viewer", "admin")));

        assertThat(OidcTokenAuthenticator.role(Map.of("roles", "auditor"), "roles"))
                .contains(Role.AUDITOR);
        assertThat(OidcTokenAuthenticator.role(Map.of("roles", List.of(7, "admin", "viewer")), "roles"))
                .contains(Role.ADMIN);
        assertThat(OidcTokenAuthenticator.role(
                        Map.of("https://example.com/roles", "viewer"), "https://example.com/roles"))
                .contains(Role.VIEWER);
        assertThat(OidcTokenAuthenticator.role(nested, "realm_access.roles")).contains(Role.ADMIN);
        assertThat(OidcTokenAuthenticator.role(nested, "realm_access")).isEmpty();
        assertThat(OidcTokenAuthenticator.role(nested, "realm_access.roles.admin"))
                .isEmpty();
        assertThat(OidcTokenAuthenticator.role(nested, "roles")).isEmpty();
        assertThat(OidcTokenAuthenticator.role(Map.of("roles", "Admin"), "roles"))
                .isEmpty();
    }

    private int status(String token) {
        return operator.send(operator.request("/api/v1/clients", token)).status();
    }
}
