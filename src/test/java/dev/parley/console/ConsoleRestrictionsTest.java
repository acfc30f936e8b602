package dev.parley.console;

import static dev.parley.console.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/** The console's lists of bans and mutes, in a browser. */
@StartedParley
@Tag("browser")
class ConsoleRestrictionsTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void banMadeByHandShowsWhomItDisconnectsAndItsLiftingCanBeUndone() throws Exception {
        try (var anna = ChatUser.named("hand-anna", "127.0.20.1", chat.port())) {
            open("moderator", "#/bans?q=by+hand");
            browser.sees("No matches.", "● live");
            browser.click("button", "New ban");
            browser.sees("Enter a target to see whom it affects.");
            assertThat(browser.driver().switchTo().activeElement().getAccessibleName())
                    .isEqualTo("Address or network");
            browser.press("127.0.20.1");
            browser.sees("Disconnects 1 client now: hand-anna", "private range");
            browser.fill("textbox", "Reason", "spam, <b>by hand</b>");
            browser.click("checkbox", "Ban anyway");
            browser.click("button", "Ban 1");
            anna.hearLike("by hand");
        }
        browser.sees("Banned 127.0.20.1/32; disconnected 1.");
        eventually(() -> assertThat(browser.rows())
                .singleElement()
                .satisfies(row -> assertThat(row)
                        .contains(
                                "127.0.20.1/32", "network", "spam, <b>by hand</b>", "token:moderator-", "in 59 min")));

        browser.seesNoDialog();
        browser.press("j", "l");
        browser.find("dialog", "Lift the ban of 127.0.20.1/32?");
        browser.press(Keys.ENTER);
        browser.sees("Lifted the ban of 127.0.20.1/32.", "No matches.");
        browser.press("n", Keys.ENTER);
        browser.sees("Not undone:");
        assertThat(operator.get("/api/v1/bans?ip=127.0.20.1").items()).isEmpty();
        browser.click("button", "Undo anyway");
        browser.sees("Undone: in force again");
        eventually(() -> assertThat(browser.rows()).hasSize(1));

        String id = operator.get("/api/v1/bans?ip=127.0.20.1")
                .items()
                .getFirst()
                .get("id")
                .asString();
        browser.click("button", "Lift 127.0.20.1/32");
        browser.find("dialog", "Lift the ban of 127.0.20.1/32?");
        operator.delete("/api/v1/bans/" + id);
        browser.press(Keys.ENTER);
        browser.sees("127.0.20.1/32 is no longer in force.");
        browser.click("dialog button", "Cancel");
        browser.sees("No matches.");
    }

    @Test
    void selectedMutesAreLiftedAndPutInForceAgainAndOneThatHasChangedSinceIsNot() {
        mute("lift-anna", ",\"duration\":\"PT3H\",\"shadow\":true");
        mute("lift-bob", "");
        open("admin", "#/mutes?q=lift-");
        eventually(() -> assertThat(browser.rows())
                .satisfiesExactly(
                        row -> assertThat(row).contains("lift-bob", "nick", "token", "permanent"),
                        row -> assertThat(row).contains("lift-anna", "in 2 h", "yes")));
        browser.click("checkbox", "Select all");
        browser.click("button", "Lift selected");
        browser.find("dialog", "Lift the mute of 2 targets?");
        browser.press(Keys.ENTER);
        browser.sees("Lifted the mute of 2 targets.", "No matches.");
        browser.click("button", "Undo");
        browser.sees("Undone: in force again");
        eventually(() -> assertThat(browser.rows()).hasSize(2));

        browser.click("button", "Lift lift-anna");
        browser.press(Keys.ENTER);
        browser.sees("Lifted the mute of lift-anna.");
        mute("lift-anna", "");
        browser.click("button", "Undo");
        browser.sees("Not undone: token has changed this since: muted permanently");
    }

    @Test
    void bansAreFoundByAnAddressInTheirNetworkByReasonAndByOperator() {
        ban("\"network\":\"203.0.113.0/24\",\"reason\":\"found by its net\"");
        ban("\"network\":\"2001:db8::1\",\"reason\":\"found by its prefix\"");
        open("viewer", "#/bans");
        eventually(() -> assertThat(browser.rows()).hasSizeGreaterThanOrEqualTo(2));
        for (var query : Stream.of("203.0.113.77", "by its net").toList()) {
            browser.fill("searchbox", "Target, reason or operator", query);
            eventually(() -> assertThat(browser.rows())
                    .as(query)
                    .singleElement()
                    .satisfies(row -> assertThat(row).contains("203.0.113.0/24")));
        }
        browser.fill("searchbox", "Target, reason or operator", "2001:db8::77");
        eventually(() -> assertThat(browser.rows())
                .singleElement()
                .satisfies(row -> assertThat(row).contains("2001:db8:0:0:0:0:0:0/64")));
        browser.fill("searchbox", "Target, reason or operator", "moderator-");
        browser.sees("No matches.");

        assertThat(Stream.of("New ban", "Lift 203.0.113.0/24")).noneMatch(name -> browser.has("button", name));
        browser.press(Keys.ESCAPE, "g", "m");
        browser.find("searchbox", "Target, reason or operator");
        assertThat(browser.has("button", "New mute")).isFalse();
    }

    @Test
    void shadowMuteMadeByHandIsForTheChosenNameAndTime() throws Exception {
        try (var anna = ChatUser.named("hush-anna", chat.port())) {
            open("admin", "#/mutes?q=hush-");
            browser.click("button", "New mute");
            new Select(browser.find("combobox", "Target")).selectByVisibleText("nick");
            browser.fill("textbox", "Name", "hush-anna" + Keys.TAB);
            browser.sees("Mutes 1 client now: hush-anna");
            new Select(browser.find("combobox", "Duration")).selectByVisibleText("permanent");
            browser.click("checkbox", "Shadow: they do not notice");
            browser.fill("textbox", "Reason", "noise" + Keys.ENTER);
            browser.sees("Muted hush-anna; affected 1.");
            eventually(() -> assertThat(browser.rows())
                    .singleElement()
                    .satisfies(row -> assertThat(row).contains("hush-anna", "noise", "permanent", "yes")));
        }
    }

    private void ban(String fields) {
        operator.post("/api/v1/bans", "{" + fields + ",\"duration\":\"PT1H\"}");
    }

    private void mute(String nick, String fields) {
        operator.post("/api/v1/mutes", "{\"nick\":\"" + nick + "\",\"reason\":\"noise\"" + fields + "}");
    }

    private void open(String role, String route) {
        browser.openSignedIn(operator.port(), operator.newToken(role), route);
    }
}
