package dev.parley.console;

import static dev.parley.console.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/** The console's page of the audit, in a browser. */
@StartedParley
@Tag("browser")
class ConsoleAuditTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @Autowired
    OperatorClient operator;

    @Test
    void actionIsOneLineShowsItsDifferenceAndIsUndoneUnlessItsTargetHasChanged() {
        mute("log-bob", "first reason");
        mute("log-bob", "second reason");
        open("admin", "#/audit?target=LOG-bob");
        eventually(() -> assertThat(browser.rows())
                .satisfiesExactly(
                        row -> assertThat(row).contains("token", "mute", "log-bob", "second reason", "muted until"),
                        row -> assertThat(row).contains("token", "mute", "log-bob", "first reason", "muted until")));
        assertThat(browser.rows())
                .as("times are local ones")
                .noneSatisfy(row -> assertThat(row).containsPattern("T\\d\\d:\\d\\d"));
        browser.press("j", Keys.ENTER);
        browser.sees("Before and after");
        assertThat(browser.texts("#dialog del")).contains("first reason");
        assertThat(browser.texts("#dialog ins")).contains("second reason").doesNotContain("log-bob");
        browser.fill("textbox", "Reason for the undo", "" + Keys.ENTER);
        assertThat(browser.text()).as("an undo needs a reason").contains("Before and after");
        browser.fill("textbox", "Reason for the undo", "a mistake" + Keys.ENTER);
        browser.sees("Undone: in force again");
        assertThat(reason("log-bob")).isEqualTo("first reason");
        assertThat(operator.get("/api/v1/audit?action=undo&limit=1").items())
                .singleElement()
                .satisfies(record -> assertThat(record.get("reason").asString()).isEqualTo("a mistake"));

        browser.seesNoDialog();
        browser.press(Keys.ENTER);
        browser.fill("textbox", "Reason for the undo", "again" + Keys.ENTER);
        browser.sees("has changed this since: in force again");
        browser.click("button", "Cancel");
        browser.click("button", "Undo");
        eventually(() -> assertThat(reason("log-bob")).isEqualTo("second reason"));

        browser.click("button", "Reload");
        eventually(() -> assertThat(browser.rows())
                .satisfiesExactly(
                        row -> assertThat(row).contains("undo", "log-bob", "in force again"),
                        row -> assertThat(row).contains("undo", "log-bob", "cannot-undo"),
                        row -> assertThat(row).contains("undo", "log-bob", "in force again"),
                        row -> assertThat(row).contains("mute"),
                        row -> assertThat(row).contains("mute")));
    }

    @Test
    void undoThatNeedsForceOffersItAfterTheRefusal() {
        var ban = operator.post("/api/v1/bans", "{\"network\":\"127.0.22.1\",\"reason\":\"x\",\"force\":true}");
        operator.delete("/api/v1/bans/" + ban.text("id"));
        open("admin", "#/audit?action=unban&target=" + ban.text("id"));
        browser.press("j");
        browser.sees("removed the ban of 127.0.22.1/32");
        browser.press("j", Keys.ENTER);
        browser.sees("Before and after");
        browser.press("x");
        assertThat(browser.find("textbox", "Reason for the undo").getDomProperty("value"))
                .as("the record is opened to be read")
                .isEmpty();
        browser.fill("textbox", "Reason for the undo", "needed" + Keys.ENTER);
        browser.click("checkbox", "Undo anyway");
        browser.click("button", "Undo");
        browser.sees("Undone: in force again");
        browser.click("button", "Undo");
        browser.sees("Undone: removed the ban of 127.0.22.1/32.");
    }

    @Test
    void recordsAreFilteredAndShownPageByPage() {
        for (int i = 0; i < 3; i++) {
            operator.delete("/api/v1/clients/none-here?reason=page-" + i);
        }
        open("admin", "#/audit");
        browser.script("const real = fetch; window.fetch = (address, options) =>"
                + " real(address.replace('limit=100', 'limit=2'), options)");
        browser.press("/", "none-here");
        eventually(() -> assertThat(browser.rows())
                .satisfiesExactly(
                        row -> assertThat(row).contains("page-2"),
                        row -> assertThat(row).contains("page-1")));
        browser.click("button", "Next page");
        eventually(() -> assertThat(browser.rows())
                .singleElement()
                .satisfies(row -> assertThat(row).contains("page-0", "no-such-client")));
        assertThat(browser.driver().getCurrentUrl()).contains("target=none-here", "cursor=");
        browser.driver().navigate().refresh();
        eventually(() -> assertThat(browser.rows()).hasSize(1));
        browser.click("button", "First page");
        eventually(() -> assertThat(browser.rows()).hasSize(3));
        browser.fill("textbox", "Who", "nobody");
        browser.sees("No matches.");
        new Select(browser.find("combobox", "What")).selectByVisibleText("create token");
        eventually(() -> assertThat(browser.driver().getCurrentUrl()).contains("action=make-token"));
        browser.click("button", "Verify");
        browser.sees("The audit is valid:");
    }

    @Test
    void auditorStartsAtTheAuditAndHasNothingElse() {
        mute("see-bob", "x");
        open("auditor", "");
        browser.sees("Audit", "Verify");
        assertThat(browser.texts("nav a")).containsExactly("Audit");
        browser.fill("textbox", "Whom", "see-bob");
        eventually(() -> assertThat(browser.rows()).hasSize(1));
        browser.driver().findElement(By.cssSelector("td.actions button")).click();
        browser.sees("Before and after");
        assertThat(browser.has("button", "Undo")).isFalse();
        assertThat(browser.texts("#dialog a")).isEmpty();
        browser.escape();
        browser.script("location.hash = '#/bans'");
        browser.sees("Requires role viewer, moderator or admin.");
        browser.click("button", "Sign out");
        open("moderator", "#/audit");
        browser.sees("Requires role admin or auditor.");
        assertThat(browser.texts("nav a")).doesNotContain("Audit");
    }

    @Test
    void hostileTextsStayTextAndAnActionWithoutAResultIsMarked() {
        String hostile = "<img src=x onerror=alert(1)>";
        open("admin", "#/audit?target=nothing-at-all");
        browser.sees("No matches.");
        browser.script("""
                const real = fetch;
                const text = arguments[0];
                const record = { id: "7", at: "2026-11-28T12:00:00Z", actor: text, address: text, action: "ban", target: text,
                  reason: text, result: "begun", request: null, before: null, after: { reason: text }, hash: "f3" };
                window.fetch = (address, options) => address.includes("audit?")
                  ? Promise.resolve(new Response(JSON.stringify({ items: [record], next: null }))) : real(address, options);""", hostile);
        browser.click("button", "Reload");
        eventually(() -> assertThat(browser.rows())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .contains(String.join("\t", hostile, "ban", hostile, hostile, "no result: interrupted"))));
        browser.click("button", "Show record 7");
        assertThat(browser.texts("#dialog ins")).containsExactly(hostile);
        assertThat(browser.script("return document.querySelectorAll('img').length"))
                .isEqualTo(0L);
    }

    private void mute(String nick, String reason) {
        operator.post(
                "/api/v1/mutes", "{\"nick\":\"" + nick + "\",\"duration\":\"PT1H\",\"reason\":\"" + reason + "\"}");
    }

    private String reason(String muted) {
        return operator.get("/api/v1/mutes?nick=" + muted)
                .items()
                .getFirst()
                .get("reason")
                .asString();
    }

    private void open(String role, String route) {
        browser.openSignedIn(operator.port(), operator.newToken(role), route);
    }
}
