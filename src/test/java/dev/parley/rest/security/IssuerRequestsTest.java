package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.parley.ratelimit.MonotonicTimeMeter;
import dev.parley.time.FakeClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.SupplierJwtDecoder;

/** Requests to an issuer whose tokens name keys that it has not. */
class IssuerRequestsTest {
    private static final Consumer<JWTClaimsSet.Builder> OLGA = OidcIssuer.as("olga", "viewer");

    private final OidcIssuer issuer = new OidcIssuer();
    private final FakeClock clock = new FakeClock();
    private OidcTokenAuthenticator authenticator = authenticator(IssuerRequests.TIMEOUT);

    IssuerRequestsTest() throws IOException {}

    @AfterEach
    void close() {
        issuer.close();
    }

    private OidcTokenAuthenticator authenticator(Duration timeout) {
        var requests = IssuerRequests.template(clock, timeout);
        var decoder = new SupplierJwtDecoder(() -> NimbusJwtDecoder.withIssuerLocation(issuer.uri())
                .restOperations(requests)
                .build());
        return new OidcTokenAuthenticator(decoder, "realm_access.roles");
    }

    @Test
    void unknownKeysCauseOneRequestPer30Seconds() {
        assertAccepted(issuer.token(OLGA));
        assertThat(issuer.keyRequests()).isOne();
        for (int i = 0; i < 5; i++) {
            assertRefused(issuer.stranger(OLGA), true);
        }
        assertThat(issuer.keyRequests()).isOne();

        clock.advance(IssuerRequests.INTERVAL);
        for (int i = 0; i < 5; i++) {
            assertRefused(issuer.stranger(OLGA), true);
        }
        assertThat(issuer.keyRequests()).isEqualTo(2);
        assertAccepted(issuer.token(OLGA));
    }

    @Test
    void newKeyIsAcceptedAfterTheInterval() {
        assertAccepted(issuer.token(OLGA));
        issuer.changesKey();
        assertRefused(issuer.token(OLGA), true);

        clock.advance(IssuerRequests.INTERVAL);
        assertAccepted(issuer.token(OLGA));
    }

    @Test
    void issuerThatFailsIsAskedAgainAfterTheInterval() {
        issuer.breaks(true);
        assertUnavailable(issuer.token(OLGA));
        issuer.breaks(false);
        assertUnavailable(issuer.token(OLGA));
        assertThat(issuer.keyRequests()).isZero();

        clock.advance(IssuerRequests.INTERVAL);
        assertAccepted(issuer.token(OLGA));
    }

    @Test
    void callerThatMayNotAskTheIssuerCausesNoRequest() {
        assertRefused(issuer.token(OLGA), false);
        assertThat(issuer.keyRequests()).isZero();
        assertAccepted(issuer.token(OLGA));
        clock.advance(Duration.ofMinutes(1));

        assertRefused(issuer.stranger(OLGA), false);
        assertThat(authenticator.authenticate(issuer.token(OLGA), false).getName())
                .isEqualTo("oidc:olga");
        assertThat(issuer.keyRequests()).isOne();
    }

    @Test
    void addressThatIsAnsweredWith429CausesNoRequest(@TempDir Path folder) {
        var invalidTokens = new InvalidTokenLimiter(new MonotonicTimeMeter(clock), address -> {});
        var manager = new TokenAuthenticationManager(
                TokenFile.at(folder.resolve("token")), null, Optional.of(authenticator), invalidTokens);
        assertAccepted(issuer.token(OLGA));
        clock.advance(IssuerRequests.INTERVAL);
        for (int i = 0; i < 10; i++) {
            invalidTokens.add("192.0.2.1");
        }

        assertThatThrownBy(() -> manager.authenticate(claimed(issuer.stranger(OLGA), "192.0.2.1")))
                .isInstanceOf(BadCredentialsException.class);
        assertThat(issuer.keyRequests()).isOne();
        assertThat(manager.authenticate(claimed(issuer.token(OLGA), "192.0.2.1"))
                        .getName())
                .isEqualTo("oidc:olga");
        assertThatThrownBy(() -> manager.authenticate(claimed(issuer.stranger(OLGA), "192.0.2.2")))
                .isInstanceOf(BadCredentialsException.class);
        assertThat(issuer.keyRequests()).isEqualTo(2);
    }

    private static UsernamePasswordAuthenticationToken claimed(String token, String address) {
        var claimed = UsernamePasswordAuthenticationToken.unauthenticated("token", token);
        claimed.setDetails(address);
        return claimed;
    }

    @Test
    void responseThatDoesNotEndIsAbandonedAtTheDeadline() {
        authenticator = authenticator(Duration.ofMillis(500));
        var until = new CountDownLatch(1);
        issuer.hangs(until);

        assertUnavailable(issuer.token(OLGA));
        until.countDown();
    }

    @Test
    void responseAbove64KiBIsRefused() {
        issuer.pads(IssuerRequests.MAX_BYTES);

        assertUnavailable(issuer.token(OLGA));
    }

    @Test
    void responseOf60KiBIsAccepted() {
        issuer.pads(60 * 1_024);

        assertAccepted(issuer.token(OLGA));
    }

    private void assertAccepted(String token) {
        assertThat(authenticator.authenticate(token, true).getName()).isEqualTo("oidc:olga");
    }

    private void assertRefused(String token, boolean mayAskIssuer) {
        assertThatThrownBy(() -> authenticator.authenticate(token, mayAskIssuer))
                .isInstanceOf(BadCredentialsException.class);
    }

    private void assertUnavailable(String token) {
        assertThatThrownBy(() -> authenticator.authenticate(token, true))
                .isInstanceOf(AuthenticationServiceException.class);
    }
}
