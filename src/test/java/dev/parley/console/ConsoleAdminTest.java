package dev.parley.console;

import static dev.parley.console.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The console's pages of accounts, tokens, webhooks and the service, in a browser. */
@StartedParley
@Tag("browser")
class ConsoleAdminTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    private static final String HOSTILE = "<img src=x onerror=alert(1)>";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void accountIsCreatedFoundChangedAndDropped() {
        open(operator.token(), "#/accounts?q=acc-");
        browser.sees("No matches.");
        operator.post("/api/v1/accounts", "{\"name\":\"acc-bob\",\"password\":\"gone-fishing-7\"}");
        browser.click("button", "Reload");
        browser.find("button", "Drop acc-bob");
        browser.click("button", "Create an account");
        browser.fill("textbox", "Name", "acc-anna");
        browser.fill("textbox", "Password (8 characters or more)", "acc-anna-1" + Keys.ENTER);
        browser.sees("that password is too easy to guess");
        browser.fill("textbox", "Password (8 characters or more)", "gone-fishing-7" + Keys.ENTER);
        browser.sees("Created the account acc-anna.");

        browser.click("button", "Role acc-anna");
        new Select(browser.find("combobox", "Role")).selectByVisibleText("moderator");
        browser.fill("textbox", "Reason, for the audit (optional)", HOSTILE + Keys.ENTER);
        browser.sees("Role of acc-anna: moderator.");
        assertThat(audit("set-role").get("reason").asString()).isEqualTo(HOSTILE);
        browser.click("button", "Role acc-anna");
        assertThat(new Select(browser.find("combobox", "Role"))
                        .getFirstSelectedOption()
                        .getText())
                .isEqualTo("moderator");
        browser.escape();

        browser.click("button", "Password acc-anna");
        browser.fill("textbox", "Password (8 characters or more)", "gone-sailing-8" + Keys.ENTER);
        browser.sees("acc-anna has a new password.");
        assertThat(source()).doesNotContain("gone-sailing-8");

        browser.click("button", "Drop acc-anna");
        browser.press(Keys.ENTER);
        assertThat(browser.has("dialog", "Drop the account acc-anna?"))
                .as("a reason is required")
                .isTrue();
        browser.press("left", Keys.ENTER);
        browser.sees("Dropped the account acc-anna.");
        eventually(() -> assertThat(browser.has("button", "Drop acc-anna")).isFalse());
        assertThat(audit("drop-account").get("reason").asString()).isEqualTo("left");
    }

    @Test
    void tokenIsShownOnceAndIsNowhereAfterItsDialogIsClosed() {
        open(operator.newToken("admin"), "#/accounts");
        browser.click("link", "Tokens");
        String closed = createToken("once-closed");
        browser.click("button", "Close");
        eventually(() -> assertNowhere(closed));
        assertThat(operator.send(operator.request("/api/v1/me", closed)).text("actor"))
                .isEqualTo("token:once-closed");

        String back = createToken("once-back");
        browser.driver().navigate().back();
        browser.find("button", "Create an account");
        assertNowhere(back);

        browser.script("location.hash = '#/tokens?q=once-'");
        browser.sees("once-back");
        String left = createToken("once-left");
        browser.driver().navigate().to("http://127.0.0.1:" + operator.port() + "/console/console.css");
        browser.driver().navigate().back();
        browser.sees("once-left");
        assertNowhere(left);
    }

    @Test
    void tokenIsCopiedByAButtonOrSelectedWhereTheBrowserDoesNotAllowIt() {
        open(operator.newToken("admin"), "#/tokens");
        browser.script("navigator.clipboard.writeText = async (text) => { window.copied = text; }");
        String token = createToken("copied");
        assertThat(browser.driver().switchTo().activeElement().getAccessibleName())
                .isEqualTo("Copy");
        browser.press(Keys.ENTER);
        browser.sees("Copied.");
        assertThat(browser.script("return window.copied")).isEqualTo(token);
        browser.script("navigator.clipboard.writeText = () => Promise.reject(new Error())");
        browser.press(Keys.ENTER);
        browser.sees("Selected: copy it with Ctrl+C.");
        assertThat(browser.script("return getSelection().toString()")).isEqualTo(token);
    }

    @Test
    void tokenIsShownEvenIfItsDialogIsClosedBeforeItIsCreated() {
        open(operator.newToken("admin"), "#/tokens");
        browser.script("""
                const real = fetch;
                window.fetch = async (address, options) => {
                  const answer = await real(address, options);
                  if (options.method === "POST") await new Promise((done) => { window.answer = done; });
                  return answer;
                };""");
        browser.click("button", "Create a token");
        browser.fill("textbox", "Name", "once-late" + Keys.ENTER);
        eventually(
                () -> assertThat(browser.script("return typeof window.answer")).isEqualTo("function"));
        browser.escape();
        eventually(() -> assertThat(browser.has("dialog", "Create a token")).isFalse());
        browser.script("window.answer()");
        assertThat(shownSecret("Token of once-late")).startsWith("parley_");
    }

    @Test
    void tokenIsRevokedAndItsOwnerIsWarnedAndSignedOut() {
        var own = operator.post("/api/v1/tokens", "{\"name\":\"mine-own\",\"role\":\"admin\"}");
        operator.post("/api/v1/tokens", "{\"name\":\"mine-other\",\"role\":\"viewer\",\"duration\":\"P365D\"}");
        open(own.text("token"), "#/tokens?q=mine-");
        browser.click("button", "Revoke mine-other");
        browser.find("dialog", "Revoke mine-other?");
        assertThat(browser.text()).doesNotContain("It is yours");
        browser.press(Keys.ENTER);
        browser.sees("Revoked mine-other.");
        eventually(() -> assertThat(browser.has("button", "Revoke mine-other")).isFalse());
        browser.click("button", "Revoke mine-own");
        browser.sees("It is yours: you will be signed out.");
        browser.press("leaked", Keys.ENTER);
        browser.sees("Your token expired or was revoked.");
        assertThat(audit("revoke-token").get("reason").asString()).isEqualTo("leaked");
    }

    @Test
    void webhookIsCreatedWithItsSecretShownOnceAndRemoved() {
        String url = "https://example.com:8443/hook/%3Cimg%20src=x%3E";
        open(operator.token(), "#/webhooks");
        browser.click("button", "Create a webhook");
        browser.fill("textbox", "URL", HOSTILE);
        browser.fill("textbox", "Only these types, with spaces between (optional)", "moderation, admin" + Keys.ENTER);
        browser.find("dialog", "Create a webhook");
        eventually(() -> assertThat(browser.driver()
                        .findElement(By.cssSelector("dialog .error"))
                        .getText())
                .isNotEmpty());
        answerCreation("{\"id\":\"1\",\"url\":\"" + url + "\",\"secret\":\"whsec_c2VjcmV0\"}");
        browser.fill("textbox", "URL", url + Keys.ENTER);
        String secret = shownSecret("Secret of the webhook");
        assertThat(secret).isEqualTo("whsec_c2VjcmV0");
        assertThat(browser.script("return window.sent"))
                .isEqualTo("{\"url\":\"" + url + "\",\"types\":[\"moderation\",\"admin\"]}");
        browser.escape();
        eventually(() -> assertNowhere(secret));
    }

    @Test
    void failuresOfAWebhookAreListedAndTheWebhookIsRemoved() {
        open(operator.token(), "#/accounts");
        browser.script("""
                const [url] = arguments;
                const answers = {
                  "webhooks?": { items: [{ id: "w1", url, types: ["admin"], room: "#dev", delivered: 7, pending: 3, failed: 2,
                    lastError: url }], next: null },
                  "webhooks/w1/failures?": { items: [{ id: "e1", type: "admin", attempts: 10, lastError: url,
                    at: "2026-11-25T12:00:00.000Z" }], next: null },
                };
                const real = fetch;
                window.fetch = (address, options) => {
                  const found = Object.keys(answers).find((path) => address.includes(path));
                  if (options.method === "DELETE") window.removed = address;
                  return found ? Promise.resolve(new Response(JSON.stringify(answers[found]))) : real(address, options);
                };
                location.hash = "#/webhooks";""", HOSTILE);
        browser.sees("admin, in #dev", HOSTILE, "1 in all");
        browser.click("link", "2");
        browser.sees("Failures", "e1", HOSTILE, "10");
        browser.click("link", "Webhooks");
        browser.click("button", "Remove " + HOSTILE);
        browser.press("moved", Keys.ENTER);
        browser.sees("There is no webhook");
        assertThat((String) browser.script("return window.removed")).endsWith("webhooks/w1?reason=moved");
        assertThat(browser.script("return document.querySelectorAll('img').length"))
                .isEqualTo(0L);
    }

    @Test
    void drainNeedsTheNumberOfClientsShowsTheSecondsAndIsTakenBack() throws Exception {
        try (var first = ChatUser.named("drain-abe", chat.port());
                var second = ChatUser.named("drain-ada", chat.port());
                var third = ChatUser.named("drain-ali", chat.port());
                var anna = ChatUser.named("drain-anna", chat.port())) { // The others are idle for longer, so first.
            open(operator.newToken("admin"), "");
            browser.press("g", "s");
            browser.sees("Serving");
            browser.click("button", "Drain");
            String confirmation = browser.driver()
                    .findElement(By.cssSelector("dialog label:last-of-type"))
                    .getText();
            String count = confirmation.replaceAll("\\D", "");
            browser.press("update");
            browser.fill("textbox", confirmation, count + "7" + Keys.ENTER);
            browser.sees("Not drained: the number of clients is " + count + ".");
            assertThat(operator.get("/api/v1/drain").text("state")).isEqualTo("serving");

            browser.fill("textbox", confirmation, count + Keys.ENTER);
            browser.sees("All clients are being disconnected: ", " connected, ", " s left", "every 1 s");
            assertThat(anna.hearLike("announcement")).contains("restarting");
            assertThat(audit("drain").get("reason").asString()).isEqualTo("update");
            browser.click("button", "Cancel the drain");
            browser.click("dialog button", "Cancel the drain");
            browser.sees("Cancelled the drain; ", "Serving");
            assertThat(anna.hearLike("cancelled")).contains("announcement");

            browser.click("button", "Announce");
            browser.fill("textbox", "Text", HOSTILE + Keys.ENTER);
            browser.sees("Announced to ");
            assertThat(anna.hearLike("onerror")).contains(HOSTILE);
        } finally {
            operator.delete("/api/v1/drain");
        }
    }

    @Test
    void logLevelIsChangedUntilTheNextStartAndReset() {
        open(operator.newToken("admin"), "#/service");
        browser.sees("All are as configured.", "/api/v1/backup");
        browser.click("button", "Change a log level");
        new Select(browser.find("combobox", "Package")).selectByValue("dev.parley.webhook");
        browser.click("button", "Change");
        browser.sees("dev.parley.webhook: debug, until the next start");
        assertThat(operator.get("/api/v1/loggers/dev.parley.webhook").text("effective"))
                .isEqualTo("debug");
        browser.click("button", "Change a log level");
        new Select(browser.find("combobox", "Package")).selectByValue("dev.parley.webhook");
        new Select(browser.find("combobox", "Level")).selectByVisibleText("as configured");
        browser.click("button", "Change");
        browser.sees("All are as configured.");
    }

    @Test
    void searchInTheAddressOfAListThatHasNoneIsIgnored() {
        open(operator.newToken("admin"), "#/webhooks?q=anna");
        browser.find("button", "Create a webhook");
    }

    @Test
    void errorOfALoadGoesWithTheNextOneAndPromisesNoneThatDoesNotCome() {
        open(operator.newToken("admin"), "#/accounts");
        browser.script("""
                window.real = fetch;
                window.fetch = () => Promise.reject(new TypeError());""");
        browser.click("button", "Reload");
        browser.sees("Parley does not respond; data from ");
        assertThat(browser.text()).doesNotContain("Retrying.");

        browser.script("location.hash = '#/service'");
        browser.sees("Parley does not respond. Retrying.");
        browser.script("window.fetch = window.real");
        browser.sees("All are as configured.");
        eventually(() -> assertThat(browser.text()).doesNotContain("Parley does not respond"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"viewer", "moderator"})
    void rolesWithoutTheRightsAreOfferedNoActionsAndNoPagesOfAdmins(String role) {
        operator.post("/api/v1/accounts", "{\"name\":\"rights-anna\",\"password\":\"gone-fishing-7\"}");
        open(operator.newToken(role), "#/accounts?q=rights-");
        browser.sees("rights-anna");
        assertThat(buttons()).doesNotContain("Create an account", "Drop");
        assertThat(Stream.of("Tokens", "Webhooks").filter(page -> browser.has("link", page)))
                .isEmpty();
        for (String page : List.of("tokens", "webhooks", "webhooks/1")) {
            browser.script("location.hash = '#/' + arguments[0]", page);
            browser.sees("Requires role admin.");
            browser.script("location.hash = '#/accounts?q=rights-'");
            browser.sees("rights-anna");
        }
        browser.script("location.hash = '#/service'");
        browser.sees("Serving", "All are as configured.");
        assertThat(buttons()).doesNotContain("Drain", "Change a log level", "Copy");
        assertThat(buttons().contains("Announce")).isEqualTo(role.equals("moderator"));
    }

    private void open(String token, String route) {
        browser.openSignedIn(operator.port(), token, route);
    }

    /** Creates a token by the dialog, and returns what it shows. */
    private String createToken(String name) {
        browser.click("button", "Create a token");
        browser.fill("textbox", "Name", name + Keys.ENTER);
        return shownSecret("Token of " + name);
    }

    private String shownSecret(String title) {
        browser.find("dialog", title);
        return browser.driver().findElement(By.cssSelector("dialog code")).getText();
    }

    /** Answers the creation of a webhook, so that no address has to be looked up. */
    private static void answerCreation(String webhook) {
        browser.script("""
                const real = fetch;
                window.fetch = (address, options) => {
                  if (options.method !== "POST") return real(address, options);
                  window.sent = options.body;
                  return Promise.resolve(new Response(arguments[0], { status: 201 }));
                };""", webhook);
    }

    private static void assertNowhere(String secret) {
        assertThat(source()).as("page").doesNotContain(secret);
        assertThat(browser.driver().getCurrentUrl()).as("address").doesNotContain(secret);
        assertThat((String) browser.script("return JSON.stringify([sessionStorage, localStorage, history.state])"))
                .as("storage")
                .doesNotContain(secret);
        assertThat(browser.driver().findElements(By.tagName("dialog"))).isEmpty();
    }

    /** Returns the elements of the page, with the values of its fields. */
    private static String source() {
        return (String) browser.script("return document.documentElement.outerHTML"
                + " + [...document.querySelectorAll('input')].map((input) => input.value)");
    }

    private static List<String> buttons() {
        var labels = (List<?>) browser.script(
                "return [...document.querySelectorAll('button')].map((button) => button.textContent.trim())");
        return labels.stream().map(String::valueOf).toList();
    }

    /** Returns the last record of an action. */
    private JsonNode audit(String action) {
        return operator.get("/api/v1/audit?limit=1&action=" + action).items().getFirst();
    }
}
