package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.parley.operator.Role;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.time.FakeClock;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;
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
        String actor = "oidc:olga (248289761001 at " + ISSUER.uri() + ")";
        assertThat(output).contains("actor=\"" + actor + "\" address=127.0.0.1 action=kick");
        assertThat(operator.get("/api/v1/audit?limit=1")
                        .items()
                        .getFirst()
                        .get("actor")
                        .asString())
                .isEqualTo(actor);
    }

    @Test
    void oidcUserIsShownItsActorAndTheExpiryOfItsToken() {
        Instant expiry = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(60);
        String token = ISSUER.token(OLGA.andThen(claims -> claims.expirationTime(Date.from(expiry))));

        var me = operator.send(operator.request("/api/v1/me", token));

        assertThat(me.text("actor")).isEqualTo("oidc:olga (248289761001 at " + ISSUER.uri() + ")");
        assertThat(me.text("role")).isEqualTo("moderator");
        assertThat(Instant.parse(me.text("expiresAt"))).isEqualTo(expiry);
    }

    @Test
    void oidcTokenWithoutARoleIsForbidden() {
        assertThat(status(ISSUER.token(OidcIssuer.as("olga", "offline_access"))))
                .isEqualTo(403);
        assertThat(status(ISSUER.token(claims -> {}))).isEqualTo(403);
        assertThat(operator.send(operator.request("/api/v1/me", ISSUER.token(claims -> {})))
                        .status())
                .isEqualTo(403);
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
    void oidcTokenWithoutAnExpiryIsRefused() {
        assertThat(statusElsewhere(ISSUER.token(OLGA.andThen(claims -> claims.expirationTime(null)))))
                .isEqualTo(401);
    }

    @Test
    void oidcTokenWithoutANameHasItsSubjectAsName(CapturedOutput output) {
        String token = ISSUER.token(OLGA.andThen(claims -> claims.claim("preferred_username", " \u200b")));
        assertThat(operator.send(operator.request("/api/v1/clients/none", token).DELETE())
                        .status())
                .isEqualTo(404);

        assertThat(output).contains("actor=\"oidc:248289761001 (248289761001 at ");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\u0007", "\u200b"})
    void oidcTokenWithoutANameAndASubjectIsRefused(String nothing) {
        assertThat(statusElsewhere(ISSUER.token(
                        OLGA.andThen(claims -> claims.subject(nothing).claim("preferred_username", nothing)))))
                .isEqualTo(401);
    }

    @Test
    void unreachableIssuerIsAnsweredWithUnavailable(CapturedOutput output) throws Exception {
        try (var away = new OidcIssuer()) {
            away.breaks(true);
            var requests = IssuerRequests.template(new FakeClock(), IssuerRequests.TIMEOUT);
            var decoder = new SupplierJwtDecoder(() -> NimbusJwtDecoder.withIssuerLocation(away.uri())
                    .restOperations(requests)
                    .build());
            var authenticator = new OidcTokenAuthenticator(decoder, "roles");

            assertThatThrownBy(() -> authenticator.authenticate(away.token(OLGA), true))
                    .isInstanceOf(AuthenticationServiceException.class);
            assertThat(output).contains("Could not get the keys of the token issuer");
        }
    }

    @Test
    void parleyTokensAreAcceptedBesideOidcTokens() {
        assertThat(status(operator.token())).isEqualTo(200);
        assertThat(status(operator.newToken("viewer"))).isEqualTo(200);
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

    /** From another address than the other tests, whose invalid tokens are counted together. */
    private int statusElsewhere(String token) {
        return operator.sendFrom("127.0.0.31", operator.request("/api/v1/clients", token))
                .status();
    }

    private int status(String token) {
        return operator.send(operator.request("/api/v1/clients", token)).status();
    }
}
