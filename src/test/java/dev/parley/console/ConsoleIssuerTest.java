package dev.parley.console;

import static dev.parley.console.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.rest.security.OidcIssuer;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Sign-in to the console at an OpenID Connect issuer. */
@StartedParley
@DirtiesContext
@Tag("browser")
class ConsoleIssuerTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private static final OidcIssuer ISSUER = issuer();

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    private static OidcIssuer issuer() {
        try {
            return new OidcIssuer();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @DynamicPropertySource
    static void issuer(DynamicPropertyRegistry properties) {
        properties.add("spring.security.oauth2.resourceserver.jwt.issuer-uri", ISSUER::uri);
        properties.add("spring.security.oauth2.resourceserver.jwt.audiences", () -> OidcIssuer.AUDIENCE);
        properties.add("parley.admin.oidc.role-claim", () -> "realm_access.roles");
        properties.add("parley.admin.oidc.client-id", () -> "parley-console");
    }

    @AfterAll
    static void close() {
        ISSUER.close();
    }

    @Test
    void operatorSignsInAtTheIssuerAndAgainAfterAReload() {
        ISSUER.signsIn(OidcIssuer.as("olga", "moderator"));
        browser.open(operator.port(), "#/clients?q=nobody-here");
        browser.click("button", "Sign in at " + URI.create(ISSUER.uri()).getAuthority());
        browser.sees("oidc:olga", "· moderator", "No matches.");

        assertThat(browser.driver().getCurrentUrl()).endsWith("/console/#/clients?q=nobody-here");
        assertThat((String)
                        browser.script("return JSON.stringify(sessionStorage) + document.documentElement.outerHTML"))
                .doesNotContain("eyJ");
        assertThat(ISSUER.authorizations().getLast()).doesNotContainKey("prompt");

        browser.driver().navigate().refresh();
        browser.sees("oidc:olga", "No matches.");
        assertThat(ISSUER.authorizations()).hasSize(2);
        assertThat(ISSUER.authorizations().getLast()).containsEntry("prompt", "none");

        ISSUER.signsIn(null);
        browser.driver().navigate().refresh();
        browser.sees("The issuer did not sign you in.");
        browser.find("textbox", "Token");
        assertThat(browser.script("return sessionStorage.getItem('parley.session')"))
                .as("session, whose times the next one would continue")
                .isNull();
    }

    @Test
    void refreshTokenRenewsTheTokenWithoutLeavingThePage() {
        ISSUER.tokensExpireIn(4, true);
        signIn();
        int before = ISSUER.authorizations().size();
        browser.script("""
                window.isSamePage = true;
                const real = fetch;
                window.renewals = 0;
                window.fetch = (address, options) => {
                  if (!address.endsWith("/token")) return real(address, options);
                  return ++window.renewals === 1 ? Promise.reject(new TypeError()) : real(address, options);
                };""");
        eventually(() -> assertThat(ISSUER.refreshes()).isPositive());
        browser.sees("oidc:olga");
        assertThat(browser.script("return window.isSamePage")).isEqualTo(true);
        assertThat(browser.script("return JSON.stringify(sessionStorage)").toString())
                .doesNotContain("eyJ", "refresh");
        assertThat(ISSUER.authorizations()).hasSize(before);
    }

    @Test
    void tokenWithoutARefreshTokenIsRenewedWithTheNextPageOrAtItsEnd() {
        ISSUER.tokensExpireIn(100, false);
        signIn();
        int before = ISSUER.authorizations().size();
        browser.script("Date.now = ((now) => () => now() + 50_000)(Date.now)");
        browser.sees("The issuer renews it when you open another page");
        assertThat(ISSUER.authorizations()).hasSize(before);
        browser.click("link", "Rooms");
        eventually(() -> assertThat(ISSUER.authorizations()).hasSize(before + 1));
        browser.sees("oidc:olga", "#lobby");
        assertThat(browser.driver().getCurrentUrl()).endsWith("#/rooms");
        assertThat(browser.text()).doesNotContain("The issuer renews it");

        browser.script("Date.now = ((now) => () => now() + 97_000)(Date.now)");
        eventually(() -> assertThat(ISSUER.authorizations()).hasSize(before + 2));
        browser.sees("oidc:olga", "#lobby");
    }

    @Test
    void traceContinuesAfterTheEndOfATokenUntilItIsStopped() throws Exception {
        ISSUER.tokensExpireIn(100, false);
        try (var anna = ChatUser.named("kept-anna", chat.port())) {
            signIn("admin");
            int before = ISSUER.authorizations().size();
            browser.script(
                    "location.hash = '#/clients/' + arguments[0]",
                    operator.get("/api/v1/clients?nick=kept-anna")
                            .items()
                            .getFirst()
                            .get("id")
                            .asString());
            browser.click("button", "Trace");
            browser.fill("textbox", "Reason", "x" + Keys.ENTER);
            browser.find("button", "Stop");
            browser.script("Date.now = ((now) => () => now() + 110_000)(Date.now)");
            browser.sees("no trace is running");
            anna.say("after the end");
            browser.sees("after the end");
            assertThat(ISSUER.authorizations()).hasSize(before);
            browser.click("button", "Stop");
            eventually(() -> assertThat(ISSUER.authorizations()).hasSize(before + 1));
            browser.sees("oidc:olga", "kept-anna");
        }
    }

    @Test
    void signInIsOfferedAfterAReloadWhileTheIssuerDoesNotRespond() {
        signIn();
        browser.cdp("Network.enable", Map.of());
        browser.cdp("Network.setBlockedURLs", Map.of("urls", List.of("*openid-configuration")));
        browser.driver().navigate().refresh();
        browser.sees(URI.create(ISSUER.uri()).getAuthority() + " does not respond");
        browser.find("textbox", "Token");
        browser.cdp("Network.setBlockedURLs", Map.of("urls", List.of()));
        browser.click("button", "Sign in at " + URI.create(ISSUER.uri()).getAuthority());
        browser.sees("oidc:olga");
    }

    @Test
    void refusedTokenOfTheIssuerSaysWhichIssuerAndAudienceAreExpected() {
        ISSUER.signsIn(OidcIssuer.as("olga", "moderator").andThen(claims -> claims.audience("another")));
        browser.open(operator.port(), "");
        browser.click("button", "Sign in at " + URI.create(ISSUER.uri()).getAuthority());
        browser.sees("Parley refused the token.", ISSUER.uri(), OidcIssuer.AUDIENCE);
        assertThat(browser.script("return sessionStorage.length")).isEqualTo(0L);
    }

    @Test
    void sessionThatIsOverIsNotRenewed() {
        signIn();
        int before = ISSUER.authorizations().size();
        session("used: 1");
        browser.driver().navigate().refresh();
        browser.sees("You were signed out after 30 minutes without input.");
        assertThat(ISSUER.authorizations()).hasSize(before);
    }

    @Test
    void userWithoutARoleReadsWhyAndMayUseAToken() {
        ISSUER.signsIn(OidcIssuer.as("eve", "visitor"));
        browser.open(operator.port(), "");
        browser.click("button", "Sign in at " + URI.create(ISSUER.uri()).getAuthority());
        eventually(() -> assertThat(browser.texts("[role=alert]"))
                .singleElement()
                .asString()
                .isNotBlank());
        browser.fill("textbox", "Token", operator.newToken("viewer"));
        browser.click("button", "Sign in");
        browser.sees("token:viewer-");
    }

    @AfterEach
    void setTokens() {
        ISSUER.tokensExpireIn(60, false);
    }

    private void signIn() {
        signIn("moderator");
    }

    private void signIn(String role) {
        ISSUER.signsIn(OidcIssuer.as("olga", role));
        browser.open(operator.port(), "#/clients?q=nobody-here");
        browser.click("button", "Sign in at " + URI.create(ISSUER.uri()).getAuthority());
        browser.sees("oidc:olga");
    }

    /** Changes the session that the page keeps. */
    private static void session(String changed) {
        browser.script("""
                const session = JSON.parse(sessionStorage.getItem("parley.session"));
                sessionStorage.setItem("parley.session", JSON.stringify({ ...session, %s }));""".formatted(changed));
    }

    @Test
    void answerThatTheConsoleHasNotAskedForIsRefused() {
        browser.driver().get("http://127.0.0.1:" + operator.port() + "/console/?code=1&state=forged#/clients");
        browser.sees("The issuer did not sign you in.");
        assertThat(browser.driver().getCurrentUrl()).doesNotContain("code=");
    }

    @Test
    void pageMayCallTheIssuerAndNothingElse() {
        var page = operator.send(operator.anonymous("/console/"));
        assertThat(page.header("Content-Security-Policy")).contains("connect-src 'self' " + ISSUER.uri() + ";");
    }

    @Test
    void clientIdWithoutAnIssuerIsRefused() {
        assertThatThrownBy(() -> ConsoleSignIn.of("", "parley-console", List.of()))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class);
    }
}
