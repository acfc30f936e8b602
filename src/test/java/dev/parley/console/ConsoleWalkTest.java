package dev.parley.console;

import static dev.parley.console.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;

/** A walk through all pages and dialogs of the console, which looks for what must hold on each of them. */
@StartedParley
@Tag("browser")
class ConsoleWalkTest {
    private static final String OUT_OF_TAB_ORDER = """
            return [...document.querySelectorAll("a, button, input, select, [role=button], [role=link]")].filter((control) =>
              control.checkVisibility() && !control.disabled && (control.tabIndex < 0 || control.matches("a:not([href])")))
              .map((control) => control.outerHTML);""";

    @RegisterExtension
    static final Browser browser = new Browser();

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void noPageOrDialogHasAccessibilityViolationsOrScrollsSidewaysOnANarrowScreen() throws Exception {
        try (var anna = ChatUser.from("127.0.1.77", chat.port())) {
            anna.say("/nick walk-anna");
            anna.hear("*** You are walk-anna");
            browser.open(operator.port(), "");
            check("sign-in");
            browser.openSignedIn(operator.port(), operator.token(), "#/clients?q=walk-");
            browser.click("checkbox", "Select walk-anna");
            browser.sees("1 selected");
            check("clients");
            browser.press("?");
            dialog("Keys");
            browser.click("button", "Kick walk-anna");
            dialog("Kick walk-anna?");
            browser.click("button", "Ban walk-anna");
            browser.sees("Disconnects 1 client now");
            dialog("Ban walk-anna?");
            browser.click("link", "walk-anna");
            browser.sees("Bans and mutes", "joined #lobby");
            check("client");
            browser.click("button", "Trace");
            dialog("Trace walk-anna?");
            browser.click("button", "Trace");
            browser.fill("textbox", "Reason", "x" + Keys.ENTER);
            browser.sees("s left");
            check("trace");
            browser.click("button", "Send a text");
            dialog("Send a text to walk-anna?");
            ChatUser.named("walk-gone", chat.port()).close();
            eventually(() -> assertThat(
                            operator.get("/api/v1/clients/closed?q=walk-gone").items())
                    .isNotEmpty());
            show("clients/closed?q=walk-gone", "walk-gone");
            show("events?nick=walk-anna", "joined #lobby");
            show("overview", "Last actions and disconnects");
            walkThroughModeration(anna);
            walkThroughPagesOfAdmins();
        }
    }

    private void walkThroughModeration(ChatUser anna) throws IOException {
        anna.say("/join #walk-room");
        anna.hearLike("#walk-room");
        anna.say("walk " + "x".repeat(300));
        operator.post("/api/v1/mutes", "{\"nick\":\"walk-bob\",\"reason\":\"" + "x".repeat(300) + "\"}");
        show("bans", "Bans");
        browser.click("button", "New ban");
        browser.sees("Enter a target");
        dialog("New ban");
        show("mutes?q=walk-bob", "walk-bob");
        show("rooms", "#walk-room");
        show("rooms/walk-room", "1 person");
        browser.click("button", "Change");
        dialog("Change #walk-room");
        browser.click("link", "Messages");
        browser.click("button", "Show messages");
        browser.find("button", "Delete message of walk-anna");
        check("messages");
        browser.click("button", "Delete message of walk-anna");
        dialog("Delete the message of walk-anna?");
        show("audit?target=walk-bob", "walk-bob");
        browser.click(
                "button",
                "Show record "
                        + operator.get("/api/v1/audit?once=true&target=walk-bob")
                                .items()
                                .getFirst()
                                .get("id")
                                .asString());
        browser.sees("Before and after");
        check("record");
        browser.escape();
    }

    private void walkThroughPagesOfAdmins() {
        String name = "walk-" + "x".repeat(27);
        operator.post("/api/v1/accounts", "{\"name\":\"" + name + "\",\"password\":\"gone-fishing-7\"}");
        operator.put("/api/v1/accounts/" + name + "/role", "{\"role\":\"moderator\"}");
        show("accounts?q=walk-", name);
        browser.click("button", "Role " + name);
        dialog("Role of " + name);
        browser.script("location.hash = '#/tokens?q=walk'");
        browser.click("button", "Create a token");
        browser.fill("textbox", "Name", "walk" + Keys.ENTER);
        dialog("Token of walk");
        browser.find("button", "Revoke walk");
        check("tokens");
        browser.script("location.hash = '#/webhooks'");
        browser.click("button", "Create a webhook");
        dialog("Create a webhook");
        show("service", "Serving");
        browser.click("button", "Drain");
        dialog("Drain the service?");
        browser.click("button", "Change a log level");
        dialog("Change a log level");
    }

    private void show(String path, String text) {
        browser.script("location.hash = '#/' + arguments[0]", path);
        browser.sees(text);
        check(path);
    }

    private void dialog(String title) {
        browser.find("dialog", title);
        check(title);
        browser.escape();
    }

    private void check(String what) {
        assertThat(browser.violations()).as(what).isEmpty();
        assertThat((List<?>) browser.script(OUT_OF_TAB_ORDER))
                .as(what + ": controls that the Tab key does not reach")
                .isEmpty();
        browser.cdp(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 1, "mobile", true));
        assertThat(browser.script("return document.documentElement.scrollWidth"))
                .as(what + ": width on a narrow screen")
                .isEqualTo(390L);
        browser.cdp("Emulation.clearDeviceMetricsOverride", Map.of());
    }
}
