package dev.parley.console;

import static dev.parley.console.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/** The console's list of clients, in a browser. Each test has people of its own, and finds them by their names. */
@StartedParley
@Tag("browser")
class ConsoleClientsTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void newClientsAppearAndThoseWhoLeftDisappear() throws Exception {
        open("viewer", "#/clients?q=live-");
        browser.sees("No matches.");
        browser.sees("● live");
        try (var anna = named("live-anna")) {
            eventually(() -> assertThat(names()).containsExactly("live-anna"));
            anna.say("/quit");
            browser.sees("No matches.");
        }
    }

    @Test
    void listIsSortedByEachColumnAndTheAddressKeepsSortAndFilter() throws Exception {
        try (var anna = named("sort-anna");
                var bob = named("sort-bob")) {
            bob.say("hello");
            bob.say("/join #sort-room");
            bob.hearLike("#sort-room");
            open("viewer", "#/clients?q=sort-");
            eventually(() -> assertThat(names()).containsExactly("sort-anna", "sort-bob"));

            browser.click("button", "Name ▲");
            eventually(() -> assertThat(names()).containsExactly("sort-bob", "sort-anna"));
            assertThat(browser.driver()
                            .findElement(By.cssSelector("th[aria-sort]"))
                            .getDomAttribute("aria-sort"))
                    .isEqualTo("descending");
            for (String column : List.of(
                    "Address", "By", "Since", "Idle", "Lines/s", "Lines in", "out", "Queued", "Delayed", "Rooms")) {
                browser.click("button", column);
                browser.find(
                        "button", column + (List.of("Address", "By", "Since").contains(column) ? " ▲" : " ▼"));
                browser.sees("● live");
            }
            eventually(() -> assertThat(names()).containsExactly("sort-bob", "sort-anna"));
            assertThat(browser.driver().getCurrentUrl()).contains("q=sort-", "sort=-rooms");

            browser.driver().navigate().refresh();
            eventually(() -> assertThat(names()).containsExactly("sort-bob", "sort-anna"));
            assertThat(browser.find("searchbox", "Name, account or address").getDomProperty("value"))
                    .isEqualTo("sort-");
            browser.click("link", "#sort-room");
            eventually(() -> assertThat(names()).containsExactly("sort-bob"));
            browser.click("link", "Longest queues");
            browser.find("button", "Queued ▼");
            browser.click("link", "Busiest");
            browser.find("button", "Lines/s ▼");
        }
    }

    @Test
    void clientsAreFoundByAPartOfTheNameAndByNetwork() throws Exception {
        try (var anna = from("127.0.9.1", "find-anna");
                var bob = from("127.0.9.200", "find-bob");
                var eve = from("127.0.8.1", "find-eve")) {
            open("viewer", "#/clients");
            browser.press("/");
            browser.press("D-BO");
            eventually(() -> assertThat(names()).containsExactly("find-bob"));
            browser.fill("searchbox", "Name, account or address", "127.0.9.0/24");
            eventually(() -> assertThat(names()).containsExactly("find-anna", "find-bob"));
            browser.fill("searchbox", "Name, account or address", "127.0.9.2");
            eventually(() -> assertThat(names()).containsExactly("find-bob"));
        }
    }

    @Test
    void rowsDoNotMoveUnderThePointerAndThoseOfClientsWhoLeftAreStruckOut() throws Exception {
        try (var anna = named("hold-anna");
                var bob = named("hold-bob")) {
            open("moderator", "#/clients?q=hold-");
            eventually(() -> assertThat(names()).containsExactly("hold-anna", "hold-bob"));
            browser.pointAt(row("hold-anna"));
            anna.close();
            try (var abe = named("hold-abe")) {
                browser.sees("○ paused · 1 new");
                assertThat(names()).containsExactly("hold-anna", "hold-bob");
                eventually(() ->
                        assertThat(row("hold-anna").getDomAttribute("class")).isEqualTo("gone"));
                assertThat(browser.find("button", "Kick hold-anna").isEnabled()).isFalse();
                assertThat(browser.find("button", "Kick hold-bob").isEnabled()).isTrue();

                browser.pointAt(browser.find("searchbox", "Name, account or address"));
                eventually(() -> assertThat(names()).containsExactly("hold-abe", "hold-bob"));
            }
        }
    }

    @Test
    void rowOfAConnectedClientThatLeavesTheFilterIsNotStruckOut() throws Exception {
        try (var anna = named("name-anna");
                var bob = named("name-bob")) {
            open("moderator", "#/clients?q=name-");
            eventually(() -> assertThat(names()).containsExactly("name-anna", "name-bob"));
            browser.pointAt(row("name-anna"));
            anna.say("/nick other-anna");
            eventually(
                    () -> assertThat(row("name-anna").getDomAttribute("class")).isEqualTo("outside"));
            assertThat(browser.find("button", "Kick name-anna").isEnabled()).isTrue();
            anna.close();
            eventually(
                    () -> assertThat(row("name-anna").getDomAttribute("class")).isEqualTo("gone"));
            browser.pointAt(browser.find("searchbox", "Name, account or address"));
            eventually(() -> assertThat(names()).containsExactly("name-bob"));
        }
    }

    @Test
    void clientIsKickedWithAReasonByKeyboardAloneAndTheFocusGoesToTheNextRow() throws Exception {
        try (var abe = named("keys-abe");
                var gus = from("127.0.7.1", "keys-gus");
                var hal = named("keys-hal")) {
            open("moderator", "#/clients?q=keys-");
            eventually(() -> assertThat(names()).containsExactly("keys-abe", "keys-gus", "keys-hal"));
            browser.press("j", "j", "x");
            browser.find("dialog", "Kick keys-gus?");
            browser.sees("Disconnects keys-gus from 127.0.7.1. They can reconnect at once.");
            assertThat(browser.driver().switchTo().activeElement().getAccessibleName())
                    .isEqualTo("Reason");
            browser.press(Keys.ENTER);
            assertThat(browser.has("dialog", "Kick keys-gus?"))
                    .as("a reason is required")
                    .isTrue();
            browser.press("flooding", Keys.ENTER);

            assertThat(leave(gus, "flooding")).contains("kick");
            browser.sees("Kicked keys-gus.");
            var last = operator.get("/api/v1/audit?limit=10").items();
            assertThat(last).anySatisfy(record -> {
                assertThat(record.get("action").asString()).isEqualTo("kick");
                assertThat(record.get("reason").asString()).isEqualTo("flooding");
                assertThat(record.get("actor").asString()).startsWith("token:moderator-");
            });
            eventually(() ->
                    assertThat(browser.driver().switchTo().activeElement()).isEqualTo(row("keys-hal")));
            browser.press("k", "j", "b");
            browser.find("dialog", "Ban keys-hal?");
            browser.escape();
            eventually(() ->
                    assertThat(browser.driver().switchTo().activeElement()).isEqualTo(row("keys-hal")));
        }
    }

    @Test
    void everyKeyOfTheListDoesSomething() throws Exception {
        try (var anna = named("list-anna")) {
            open("moderator", "#/clients?q=list-");
            eventually(() -> assertThat(names()).containsExactly("list-anna"));
            browser.press("?");
            browser.find("dialog", "Keys");
            List<String> keys = browser.texts("kbd");
            List<String> titles = browser.texts("#dialog dd");
            assertThat(keys)
                    .filteredOn(key -> !key.startsWith("g "))
                    .containsExactly("/", "j", "k", "Enter", "x", "b", "n", "Escape", "?");
            browser.press("x");
            assertThat(browser.has("dialog", "Kick list-anna?")).isFalse();
            browser.escape();
            for (int i = 0; i < keys.size(); i++) {
                if (keys.get(i).startsWith("g ")) {
                    String title = titles.get(i) + " · Parley";
                    browser.press(keys.get(i).split(" "));
                    eventually(() -> assertThat(browser.driver().getTitle()).isEqualTo(title));
                }
            }
            browser.press("g", "c");
            eventually(() -> assertThat(browser.driver().getCurrentUrl()).endsWith("#/clients"));
            browser.press("/", "jxb?");
            eventually(() -> assertThat(browser.driver().getCurrentUrl()).endsWith("q=jxb%3F"));
        }
    }

    @Test
    void banShowsWhomItDisconnectsNeedsConfirmationAndCanBeUndone() throws Exception {
        try (var anna = from("127.0.6.1", "ban-anna");
                var bob = from("127.0.6.1", "ban-bob")) {
            open("admin", "#/clients?q=ban-");
            browser.click("button", "Ban ban-anna");
            browser.find("dialog", "Ban ban-anna?");
            browser.sees("Disconnects 2 clients now: ban-anna, ban-bob", "private range", "share one address");
            browser.fill("textbox", "Reason", "spam");
            assertThat(browser.find("button", "Ban 2").isEnabled()).isFalse();
            browser.press(Keys.ENTER);
            assertThat(operator.get("/api/v1/clients?q=ban-").items()).hasSize(2);

            browser.click("checkbox", "Ban anyway");
            browser.click("button", "Ban 2");
            leave(anna, "spam");
            leave(bob, "spam");
            browser.sees("Banned 127.0.6.1/32; disconnected 2.");
            browser.sees("No matches.");
            browser.click("button", "Undo");
            browser.sees("Undone: removed the ban of 127.0.6.1/32.");
            from("127.0.6.1", "ban-back").close();
        }
    }

    @Test
    void refusalOfABanIsShownInItsDialogAndMayBeCorrected() throws Exception {
        try (var anna = from("127.0.5.1", "fix-anna")) {
            open("moderator", "#/clients?q=fix-");
            browser.click("button", "Ban fix-anna");
            browser.sees("Disconnects 1 client now: fix-anna");
            assertThat(new Select(browser.find("combobox", "Duration"))
                            .getOptions().stream().map(WebElement::getText))
                    .containsExactly("1 hour", "1 day", "1 week", "until…");
            browser.fill("textbox", "Address or network", "127.0.5.1/99" + Keys.TAB);
            browser.sees("A network must be an address or CIDR");
            assertThat(browser.find("button", "Ban").isEnabled()).isFalse();
            new Select(browser.find("combobox", "Target")).selectByVisibleText("nick");
            browser.sees("Disconnects 1 client now: fix-anna");
            browser.fill("textbox", "Reason", "spam");
            browser.click("button", "Ban 1");
            leave(anna, "spam");
            browser.sees("Banned fix-anna; disconnected 1.");
        }
        browser.click("button", "Undo");
        browser.sees("Undone: removed the ban of fix-anna.");
    }

    @Test
    void mutedClientStaysConnectedAndIsMutedForTheChosenTime() throws Exception {
        try (var anna = from("127.0.4.1", "mute-anna")) {
            open("admin", "#/clients?q=mute-");
            browser.click("button", "Mute mute-anna");
            browser.sees("Mutes 1 client now: mute-anna");
            new Select(browser.find("combobox", "Duration")).selectByVisibleText("permanent");
            browser.fill("textbox", "Reason", "noise" + Keys.ENTER);
            browser.sees("Muted 127.0.4.1/32; affected 1.");
            assertThat(operator.get("/api/v1/mutes").items()).anySatisfy(mute -> {
                assertThat(mute.get("network").asString()).isEqualTo("127.0.4.1/32");
                assertThat(mute.get("expiresAt").isNull()).isTrue();
            });
            browser.click("button", "Undo");
            browser.sees("Undone: removed the mute of 127.0.4.1/32.");
        }
    }

    @Test
    void clientWhoHasLeftMeanwhileIsNamedAndTheOthersAreKicked() throws Exception {
        try (var anna = named("many-anna");
                var bob = named("many-bob");
                var eve = named("many-eve")) {
            open("moderator", "#/clients?q=many-");
            eventually(() -> assertThat(names()).hasSize(3));
            browser.click("checkbox", "Select all");
            browser.click("button", "Kick selected");
            browser.find("dialog", "Kick 3 clients?");
            bob.say("/quit");
            eventually(() ->
                    assertThat(operator.get("/api/v1/clients?q=many-").items()).hasSize(2));
            browser.fill("textbox", "Reason", "test" + Keys.ENTER);
            leave(anna, "test");
            leave(eve, "test");
            browser.sees("2 of 3 done. many-bob has already left.");
            assertThat(operator.get("/api/v1/clients?q=many-").items()).isEmpty();
            browser.click("button", "Cancel");
            browser.sees("No matches.");
        }
    }

    @Test
    void selectedClientsAreBannedByNetworkOneAfterAnother() throws Exception {
        try (var anna = from("127.0.3.1", "both-anna");
                var bob = from("127.0.3.2", "both-bob")) {
            open("moderator", "#/clients?q=both-");
            eventually(() -> assertThat(names()).hasSize(2));
            browser.click("checkbox", "Select both-anna");
            browser.click("checkbox", "Select both-bob");
            browser.sees("2 selected");
            browser.click("button", "Ban selected");
            browser.sees("The targets are 127.0.3.1, 127.0.3.2.", "Disconnects 2 clients now: both-anna, both-bob");
            browser.fill("textbox", "Reason", "spam");
            browser.click("checkbox", "Ban anyway");
            browser.click("button", "Ban 2");
            leave(anna, "spam");
            leave(bob, "spam");
            browser.sees("Banned 127.0.3.1/32, 127.0.3.2/32; disconnected 2.");
            browser.click("button", "Undo");
            browser.sees("Undone: removed the ban of 127.0.3.1/32; removed the ban of 127.0.3.2/32.");
        }
    }

    @Test
    void banOfTheirNetworkIsOfferedWhereTooManyClientsAreSelected() throws Exception {
        List<ChatUser> people = new ArrayList<>();
        try {
            for (int i = 0; i <= 40; i++) {
                people.add(from("127.0.10." + (1 + i), "flood-" + i));
            }
            open("moderator", "#/clients?q=flood-");
            eventually(() -> assertThat(names()).hasSize(41));
            browser.click("checkbox", "Select all");
            browser.sees("41 selected", "At most 40 at once.");
            assertThat(browser.has("button", "Kick selected")).isFalse();
            browser.click("button", "Ban 127.0.10.0/24");
            browser.sees("Disconnects 41 clients now: flood-0, ", " and 21 more");
            browser.escape();
            browser.click("checkbox", "Select flood-7");
            browser.sees("40 selected");
            browser.find("button", "Kick selected");
        } finally {
            for (ChatUser person : people) {
                person.close();
            }
        }
    }

    @Test
    void viewerIsOfferedNoActionsAndAModeratorThatIsRefusedSeesTheRefusal() throws Exception {
        try (var anna = named("role-anna")) {
            open("viewer", "#/clients?q=role-");
            eventually(() -> assertThat(names()).containsExactly("role-anna"));
            assertThat(Stream.of("Kick role-anna", "Ban role-anna", "Mute role-anna"))
                    .noneMatch(name -> browser.has("button", name));
            assertThat(browser.has("checkbox", "Select all")).isFalse();
            browser.press("j", "x");
            assertThat(browser.driver().findElements(By.tagName("dialog"))).isEmpty();

            browser.click("button", "Sign out");
            open("moderator", "#/clients?q=role-");
            browser.click("button", "Kick role-anna");
            browser.fill("textbox", "Reason", "x");
            browser.script("const real = fetch; window.fetch = (address, options) => options.method === 'DELETE'"
                    + " ? Promise.resolve(new Response('{\"code\":\"forbidden\",\"detail\":\"Not for you.\"}',"
                    + " {status: 403})) : real(address, options)");
            browser.click("button", "Kick");
            eventually(
                    () -> assertThat(browser.find("dialog", "Kick role-anna?").getText())
                            .contains("Not for you."));
        }
    }

    @Test
    void failureAfterADialogWasClosedIsShownInANote() throws Exception {
        try (var anna = named("late-anna")) {
            open("moderator", "#/clients?q=late-");
            browser.click("button", "Kick late-anna");
            browser.fill("textbox", "Reason", "x");
            browser.script("const real = fetch; window.fetch = (address, options) => options.method === 'DELETE'"
                    + " ? new Promise((done) => { window.answer = () => done(new Response("
                    + "'{\"detail\":\"Try later.\"}', {status: 503})); }) : real(address, options)");
            browser.click("button", "Kick");
            browser.escape();
            eventually(
                    () -> assertThat(browser.has("dialog", "Kick late-anna?")).isFalse());
            browser.script("window.answer()");
            browser.sees("Try later.");
        }
    }

    @Test
    void numberOfKickedClientsIsShownIfParleyStopsRespondingInBetween() throws Exception {
        try (var anna = named("half-anna");
                var bob = named("half-bob");
                var eve = named("half-eve")) {
            open("moderator", "#/clients?q=half-");
            eventually(() -> assertThat(names()).hasSize(3));
            browser.click("checkbox", "Select all");
            browser.click("button", "Kick selected");
            browser.fill("textbox", "Reason", "x");
            browser.script("const real = fetch; let kicks = 0; window.fetch = (address, options) =>"
                    + " options.method === 'DELETE' && kicks++ > 0 ? Promise.reject(new TypeError())"
                    + " : real(address, options)");
            browser.click("button", "Kick 3");
            leave(anna, "x");
            browser.sees("1 of 3 done. Parley does not respond.");
            browser.find("button", "Kick 2");
        }
    }

    @Test
    void closedDialogAbortsItsPreview() throws Exception {
        try (var anna = named("stop-anna")) {
            open("moderator", "#/clients?q=stop-");
            eventually(() -> assertThat(names()).containsExactly("stop-anna"));
            browser.script("const real = fetch; window.fetch = (address, options) => {"
                    + " if (!address.includes('dryRun')) return real(address, options);"
                    + " window.asked = options.signal; return new Promise(() => {}); }");
            browser.click("button", "Ban stop-anna");
            browser.sees("Looking who is affected");
            assertThat(browser.script("return window.asked.aborted")).isEqualTo(false);
            browser.escape();
            eventually(() ->
                    assertThat(browser.script("return window.asked.aborted")).isEqualTo(true));
        }
    }

    @Test
    void listIsRefreshedAtAnIntervalIfThereAreTooManyEventStreams() throws Exception {
        open("viewer", "#/clients?q=full-");
        browser.sees("No matches.", "● live");
        browser.script("const real = fetch; window.fetch = (address, options) => address.includes('events?')"
                + " ? Promise.resolve(new Response('{}', {status: 409})) : real(address, options);"
                + "location.hash = '#/clients/closed?q=full-'");
        browser.sees("every 10 s");
        browser.script("location.hash = '#/clients?q=full-'");
        browser.sees("Too many event streams are open; this list refreshes every 3 s.", "every 3 s");
    }

    @Test
    void changesThatFollowEachOtherQuicklyDoNotPostponeTheRefresh() {
        open("viewer", "#/clients?q=none-");
        assertThat(browser.driver().executeAsyncScript("""
                        const done = arguments[0];
                        import("./live.js").then(({ repeat }) => {
                          const list = repeat(() => { clearInterval(changes); list.stop(); done("refreshed"); }, Infinity);
                          const changes = setInterval(() => list.soon(), 20);
                        });""")).isEqualTo("refreshed");
    }

    @Test
    void pageOfTheListThatParleyHasForgottenBecomesTheFirst() throws Exception {
        try (var anna = named("page-anna")) {
            open("viewer", "#/clients?q=page-&cursor=123e4567-e89b-12d3-a456-426614174000.2");
            eventually(() -> assertThat(names()).containsExactly("page-anna"));
            assertThat(browser.driver().getCurrentUrl()).endsWith("#/clients?q=page-");
        }
    }

    @Test
    void closedClientsAreFoundByReasonAndTheirAddressCanBeBanned() throws Exception {
        try (var anna = from("127.0.12.1", "ended-anna");
                var bob = named("ended-bob")) {
            anna.say("/quit");
            leave(anna, "bye");
            bob.close();
            eventually(() -> assertThat(
                            operator.get("/api/v1/clients/closed?q=ended-").items())
                    .hasSize(2));
            open("moderator", "#/clients/closed?q=ended-");
            eventually(() -> assertThat(names()).containsExactlyInAnyOrder("ended-anna", "ended-bob"));
            new Select(browser.find("combobox", "Reason")).selectByVisibleText("quit");
            eventually(() -> assertThat(names()).containsExactly("ended-anna"));
            assertThat(browser.driver().getCurrentUrl()).contains("clients/closed", "reason=quit");
            assertThat(browser.has("button", "Kick ended-anna")).isFalse();
            assertThat(browser.find("link", "ended-anna").getDomProperty("href"))
                    .endsWith("#/events?nick=ended-anna");
            browser.click("button", "Mute ended-anna");
            browser.sees("No connected client is affected.");
            browser.fill("textbox", "Reason", "x" + Keys.ENTER);
            browser.sees("Muted 127.0.12.1/32; affected 0.");
            browser.click("button", "Undo");
            browser.sees("Undone: removed the mute of 127.0.12.1/32.");
        }
    }

    @Test
    void bansThatWereMadeBeforeAnotherFailedCanBeUndone() throws Exception {
        try (var anna = from("127.0.11.1", "part-anna");
                var bob = from("127.0.11.2", "part-bob")) {
            open("moderator", "#/clients?q=part-");
            eventually(() -> assertThat(names()).hasSize(2));
            browser.click("checkbox", "Select all");
            browser.click("button", "Mute selected");
            browser.sees("Mutes 2 clients now: part-anna, part-bob");
            browser.fill("textbox", "Reason", "x");
            browser.script("const real = fetch; window.fetch = (address, options) =>"
                    + " options.body?.includes('127.0.11.2') ? Promise.resolve(new Response("
                    + "'{\"detail\":\"Try later.\"}', {status: 503})) : real(address, options)");
            browser.click("button", "Mute 2");
            browser.sees("1 of 2 done. Try later.", "Muted 127.0.11.1/32; affected 1.");
            browser.click("button", "Cancel");
            browser.click("button", "Undo");
            browser.sees("Undone: removed the mute of 127.0.11.1/32.");
        }
    }

    @Test
    void hostileTextsStayText() throws Exception {
        String hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>";
        try (var anna = from("127.0.2.1", "text-anna")) {
            open("moderator", "#/clients?q=text-&room=" + "%3Cimg%20src=x%20onerror=alert(1)%3E");
            browser.sees("must be the name of a room");
            browser.fill("searchbox", "Name, account or address", hostile);
            eventually(() -> assertThat(browser.driver().getCurrentUrl()).contains("%2Fscript"));
            browser.driver().get("http://127.0.0.1:" + operator.port() + "/console/#/clients?q=text-");
            browser.click("button", "Kick text-anna");
            browser.fill("textbox", "Reason", hostile + Keys.ENTER);
            assertThat(leave(anna, "onerror")).contains(hostile);
            browser.sees("Kicked text-anna.");
        }
        try (var longest = from("127.0.2.1", "text-" + "x".repeat(27))) {
            browser.click("button", "Kick text-" + "x".repeat(27));
            assertThat(browser.driver()
                            .findElement(By.tagName("datalist"))
                            .findElement(By.tagName("option"))
                            .getDomProperty("value"))
                    .isEqualTo(hostile);
            assertThat(browser.script("return document.querySelectorAll('img, body script').length"))
                    .isEqualTo(0L);
        }
    }

    @Test
    void csvHasAllRowsAndNoFormulas() throws Exception {
        try (var anna = named("csv-anna")) {
            open("viewer", "#/clients?q=csv-");
            eventually(() -> assertThat(names()).containsExactly("csv-anna"));
            browser.click("button", "CSV");
            var file = browser.downloads().resolve("clients.csv");
            eventually(() -> assertThat(file).exists());
            assertThat(Files.readString(file))
                    .startsWith("\"Name\",\"Address\",\"By\"")
                    .contains("\r\n\"csv-anna\",\"127.0.0.1\",\"plain\",\"#lobby\"");
            Files.delete(file);
        }
        Object lines = browser.driver().executeAsyncScript("""
                const done = arguments[0];
                import("./text.js").then(({ csv }) => done(
                  csv([["=1+1", "+1", "-1", "@x", "\\tx", "\\rx", " =1", "\\uff1d1"], ['a"b', 5, null]]).split("\\r\\n")));""");
        assertThat(lines)
                .isEqualTo(List.of(
                        "\"'=1+1\",\"'+1\",\"'-1\",\"'@x\",\"'\tx\",\"'\rx\",\"' =1\",\"'\uff1d1\"",
                        "\"a\"\"b\",\"5\",\"\"",
                        ""));
    }

    @Test
    void narrowScreenShowsTheListAndCanKick() throws Exception {
        var wide = browser.driver().manage().window().getSize();
        try (var anna = named("phone-" + "x".repeat(26))) {
            browser.driver().manage().window().setSize(new Dimension(390, 844));
            browser.cdp(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
            open("admin", "#/clients?q=phone-&sort=-linesInPerSecond");
            String name = "phone-" + "x".repeat(26);
            browser.find("button", "Kick " + name);
            assertThat(browser.texts("thead th"))
                    .filteredOn(title -> !title.isEmpty())
                    .containsExactly("Name", "Lines/s ▼", "Lines in");
            assertThat(browser.rows()).singleElement().asString().contains(name, "127.0.0.1");
            assertThat(browser.script("return document.documentElement.scrollWidth"))
                    .as("no sideways scrolling")
                    .isEqualTo(390L);
            browser.click("button", "Kick " + name);
            browser.fill("textbox", "Reason", "test" + Keys.ENTER);
            leave(anna, "test");
            browser.sees("Kicked " + name);
            assertThat(browser.script("return document.documentElement.scrollWidth"))
                    .isEqualTo(390L);
        } finally {
            browser.driver().manage().window().setSize(wide);
        }
    }

    @Test
    void lostConnectionKeepsTheOldListAndRecoversWithoutAReload() throws Exception {
        try (var anna = named("lost-anna")) {
            open("viewer", "#/clients?q=lost-");
            eventually(() -> assertThat(names()).containsExactly("lost-anna"));
            network(true);
            browser.sees("Parley does not respond; data from");
            assertThat(names()).containsExactly("lost-anna");
            network(false);
            try (var bob = named("lost-bob")) {
                eventually(() -> {
                    assertThat(names()).containsExactly("lost-anna", "lost-bob");
                    assertThat(browser.text())
                            .doesNotContain("does not respond")
                            .contains("● live");
                });
            }
        }
    }

    @Test
    void hiddenTabClosesItsStreamAndContinuesWhenItIsShown() throws Exception {
        open("viewer", "#/clients?q=tab-");
        browser.sees("● live");
        browser.script("""
                const real = fetch;
                window.calls = [];
                window.fetch = (address, options) => { window.calls.push(address); return real(address, options); };""");
        browser.hide(true);
        browser.script("window.calls = []");
        try (var anna = named("tab-anna")) {
            assertThat(names()).isEmpty();
            browser.hide(false);
            eventually(() -> assertThat(names()).containsExactly("tab-anna"));
            assertThat((List<?>) browser.script("return window.calls.filter((call) => call.includes('events?'))"))
                    .hasSize(1);
        }
    }

    private void network(boolean isOffline) {
        browser.cdp("Network.enable", Map.of());
        browser.cdp(
                "Network.emulateNetworkConditions",
                Map.of("offline", isOffline, "latency", 0, "downloadThroughput", -1, "uploadThroughput", -1));
    }

    private void open(String role, String route) {
        browser.openSignedIn(operator.port(), operator.newToken(role), route);
    }

    private ChatUser named(String nick) throws Exception {
        return from("127.0.0.1", nick);
    }

    private ChatUser from(String address, String nick) throws Exception {
        return ChatUser.named(nick, address, chat.port());
    }

    /** Returns the names in the list, in its order. */
    private static List<String> names() {
        var names = (List<?>)
                browser.script("return [...document.querySelectorAll('tbody tr b')].map((name) => name.textContent)");
        return names.stream().map(String::valueOf).toList();
    }

    /** Waits for the line with a reason and closes the connection, so that nothing waits for it. */
    private static String leave(ChatUser person, String reason) throws Exception {
        String line = person.hearLike(reason);
        person.close();
        return line;
    }

    private static WebElement row(String nick) {
        return browser.driver().findElements(By.cssSelector("tbody tr")).stream()
                .filter(row -> row.getText().contains(nick))
                .findFirst()
                .orElseThrow();
    }
}
