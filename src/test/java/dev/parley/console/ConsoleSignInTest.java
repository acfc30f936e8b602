package dev.parley.console;

import static dev.parley.console.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;

/** Sign-in to the console, in a browser. */
@StartedParley
@Tag("browser")
class ConsoleSignInTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    /** Counts the calls of the page, with a status to answer instead. */
    private static final String COUNT_CALLS = """
            const real = window.fetch;
            window.calls = [];
            window.fetch = (address, options) => {
              window.calls.push({ address, method: options.method, signal: options.signal });
              return real(address, options);
            };""";

    @Autowired
    OperatorClient operator;

    @Test
    void signInShowsNameAndRoleAndKeepsTheTokenOutOfSight() {
        String token = operator.newToken("moderator");
        browser.signIn(operator.port(), token, "#/clients?room=lobby");
        browser.sees("token:moderator-", "· moderator", "Clients");

        assertThat(browser.driver().getCurrentUrl()).endsWith("#/clients?room=lobby");
        assertThat(browser.driver().manage().getCookies()).isEmpty();
        assertThat(browser.script("return localStorage.length")).isEqualTo(0L);
        assertThat((String) browser.script("return document.documentElement.outerHTML"
                        + " + [...document.querySelectorAll('input')].map((input) => input.value)"))
                .doesNotContain(token);
        assertThat(browser.text()).doesNotContain("token file");

        browser.driver().navigate().refresh();
        browser.sees("· moderator");
    }

    @Test
    void holderOfTheTokenFileIsAskedToCreateATokenOfTheirOwn() {
        browser.signIn(operator.port(), operator.token(), "");
        browser.sees("token · admin", "the audit cannot tell who you are");
        browser.click("link", "Make a token of your own");
        browser.find("button", "Create a token");
    }

    @ParameterizedTest
    @CsvSource({"parley_wrong, 1", "schlüssel, 0", "'  ', 0"})
    void wrongTokenIsRefusedInWordsAndSentOnlyOnce(String token, int calls) {
        browser.open(operator.port(), "");
        browser.script(COUNT_CALLS);
        browser.fill("textbox", "Token", token);
        browser.press(Keys.ENTER);

        browser.sees("Token unknown, expired or revoked.");
        assertThat(browser.script("return window.calls.length")).isEqualTo((long) calls);
        assertThat(browser.script("return sessionStorage.length")).isEqualTo(0L);
        assertThat(browser.driver().switchTo().activeElement().getAccessibleName())
                .isEqualTo("Token");
    }

    @Test
    void limitOfWrongTokensIsShownWithTheTimeToWait() {
        browser.open(operator.port(), "");
        browser.script("window.fetch = () => Promise.resolve(new Response('{}', {status: 429, headers:"
                + " {'Retry-After': '42'}}))");
        browser.fill("textbox", "Token", "parley_wrong");
        browser.click("button", "Sign in");
        browser.sees("Too many wrong tokens from your address. Try again in 42 s.");
    }

    @Test
    void signOutForgetsTheToken() {
        browser.signIn(operator.port(), operator.newToken("viewer"), "");
        browser.click("button", "Sign out");
        browser.find("textbox", "Token");
        assertThat(browser.script("return sessionStorage.length")).isEqualTo(0L);
    }

    @ParameterizedTest
    @CsvSource({"1799, 1799, without input", "0, 28799, less than a minute"})
    void sessionWarnsAndThenEndsWithoutInputAndAfterEightHours(int idleSeconds, int totalSeconds, String warning) {
        browser.openSignedIn(operator.port(), operator.newToken("viewer"), "");
        String age = """
                const session = JSON.parse(sessionStorage.getItem("parley.session"));
                session.used = Date.now() - 1000 * arguments[0];
                session.since = Date.now() - 1000 * arguments[1];
                sessionStorage.setItem("parley.session", JSON.stringify(session));""";
        browser.script(age, idleSeconds - 30, totalSeconds - 30);
        browser.sees(warning);
        browser.script(age, idleSeconds + 1, totalSeconds + 1);
        browser.find("textbox", "Token");
        browser.sees("You were signed out after");
        assertThat(browser.script("return sessionStorage.length")).isEqualTo(0L);
    }

    @Test
    void revokedTokenEndsTheSessionAtOnceAndKeepsTheAddress() {
        var made = operator.post("/api/v1/tokens", "{\"name\":\"soon-gone\",\"role\":\"admin\"}");
        browser.openSignedIn(operator.port(), made.text("token"), "#/clients?q=nobody-here");
        browser.sees("No matches.");
        operator.delete("/api/v1/tokens/" + made.text("id"));

        browser.sees("Your token expired or was revoked.");
        assertThat(browser.driver().getCurrentUrl()).endsWith("#/clients?q=nobody-here");
        assertThat(browser.script("return sessionStorage.length")).isEqualTo(0L);
    }

    @Test
    void firstReasonForTheEndOfASessionIsShown() {
        browser.openSignedIn(operator.port(), operator.newToken("viewer"), "#/clients?q=nobody-here");
        browser.script("""
                import("/console/api.js").then(({ end }) => {
                  end("The first reason.");
                  end("The second reason.");
                });""");
        browser.sees("The first reason.");
    }

    @ParameterizedTest
    @CsvSource({"auditor", "poster"})
    void rolesThatMayNotReadAreShownThoseThatMay(String role) {
        browser.openSignedIn(operator.port(), operator.newToken(role), "#/clients");
        browser.sees("Requires role viewer, moderator or admin.");
        assertThat(browser.has("link", "Clients")).isFalse();
    }

    @Test
    void unknownAddressIsShownAsSuch() {
        browser.openSignedIn(operator.port(), operator.newToken("viewer"), "#/<img src=x onerror=alert(1)>");
        browser.sees("There is no page");
        browser.click("link", "Clients");
        browser.find("searchbox", "Name, account or address");
    }

    @Test
    void textIsNeverParsedAsHtmlInThePage() {
        browser.open(operator.port(), "");
        assertThat(browser.script("try { document.body.innerHTML = '<b>x</b>' } catch (e) { return e.name }"))
                .isEqualTo("TypeError");
        assertThat(browser.errors()).isNotEmpty();
    }

    @Test
    void slowedDownCallsAreRepeatedAfterTheTimeThatParleyNames() {
        browser.openSignedIn(operator.port(), operator.newToken("viewer"), "#/clients?q=nobody-at-all");
        browser.sees("No matches.");
        browser.script("""
                const real = window.fetch;
                window.refused = 0;
                window.fetch = (address, options) => address.includes("clients?") && window.refused < 2
                  ? (window.refused++, Promise.resolve(new Response("{}", { status: 429, headers: { "Retry-After": "0" } })))
                  : real(address, options);
                location.hash = "#/clients?q=nobody-else";""");
        eventually(() -> assertThat(browser.script("return window.refused")).isEqualTo(2L));
        assertThat(browser.script("return document.querySelector('main .error').textContent"))
                .as("error of the list")
                .isEqualTo("");
        browser.sees("No matches.");
        assertThat(browser.text()).doesNotContain("Slowed down");
    }
}
