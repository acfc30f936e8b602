package dev.parley.console;

import static dev.parley.console.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.Select;
import org.springframework.beans.factory.annotation.Autowired;

/** The console's events and overview, in a browser. */
@StartedParley
@Tag("browser")
class ConsoleEventsTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    /** Answers the stream of events with a text. */
    private static final String ANSWER_EVENTS = """
            const real = fetch;
            const text = arguments[0];
            window.fetch = (address, options) => address.includes("events?")
              ? Promise.resolve(new Response(new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode(text)) })))
              : real(address, options);
            location.hash = "#/events?room=other";""";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void lastEventsComeFirstAndThenLiveOnesAndNoneIsLostWhileTheTabIsHidden() throws Exception {
        try (var anna = ChatUser.named("ev-anna", chat.port())) {
            open("#/events?nick=ev-anna");
            browser.sees("● live", "joined #lobby");
            anna.say("/join #ev-live");
            eventually(() -> assertThat(texts()).contains("joined #ev-live"));
            assertThat(texts()).containsSubsequence("joined #ev-live", "joined #lobby");

            browser.hide(true);
            anna.say("/join #ev-hidden");
            anna.hearLike("#ev-hidden");
            browser.hide(false);
            eventually(() -> assertThat(texts()).contains("joined #ev-hidden"));
            assertThat(texts()).containsOnlyOnce("joined #ev-hidden").containsOnlyOnce("joined #ev-live");
        }
    }

    @Test
    void eventsPauseByTheSpaceBarAndUnderThePointer() throws Exception {
        try (var anna = ChatUser.named("pa-anna", chat.port())) {
            open("#/events?nick=pa-anna&type=join");
            browser.sees("● live", "joined #lobby");
            browser.press(" ");
            browser.sees("○ paused");
            anna.say("/join #pa-one");
            browser.sees("○ paused · 1 new");
            assertThat(texts()).containsExactly("joined #lobby");
            browser.press(" ");
            eventually(() -> assertThat(texts()).containsExactly("joined #pa-one", "joined #lobby"));

            browser.pointAt(browser.driver().findElement(By.cssSelector("tbody tr")));
            anna.say("/join #pa-two");
            browser.sees("○ paused while you point at the list · 1 new");
            assertThat(texts()).hasSize(2);
            browser.pointAt(browser.find("combobox", "Type"));
            eventually(() -> assertThat(texts()).hasSize(3));
            browser.press("j");
            browser.sees("○ paused while a row has the focus");
        }
    }

    @Test
    void filterThatChangesWhileEventsArePausedShowsTheEventsBeforeAndNoNewOnes() throws Exception {
        try (var anna = ChatUser.named("pf-anna", chat.port())) {
            open("#/events?nick=pf-anna");
            browser.sees("● live", "joined #lobby");
            browser.click("button", "Pause");
            new Select(browser.find("combobox", "Type")).selectByVisibleText("join");
            eventually(() -> assertThat(texts()).containsExactly("joined #lobby"));
            browser.sees("○ paused");
            anna.say("/join #pf-one");
            browser.sees("○ paused · 1 new");
            assertThat(texts()).containsExactly("joined #lobby");
            browser.click("button", "Resume");
            eventually(() -> assertThat(texts()).hasSize(2));
            browser.find("button", "Pause");
        }
    }

    @Test
    void banOfAnAddressIsFoundByTheAddressWhileItIsTyped() {
        String id = operator.post("/api/v1/bans", "{\"network\":\"192.0.2.177\",\"reason\":\"noise\"}")
                .text("id");
        operator.delete("/api/v1/bans/" + id);
        open("#/events");
        browser.fill("textbox", "Address or network", "192.0.2.177");
        eventually(() -> assertThat(texts())
                .satisfiesExactly(
                        text -> assertThat(text).contains("unban", "192.0.2.177/32"),
                        text -> assertThat(text).contains(": ban 192.0.2.177/32, “noise”")));
        assertThat(browser.driver().getCurrentUrl()).endsWith("#/events?address=192.0.2.177");
    }

    @Test
    void filtersOfEventsAreInTheAddressAndAnInvalidOneIsExplained() throws Exception {
        try (var anna = ChatUser.from("127.0.17.1", chat.port())) {
            anna.say("/nick fi-anna");
            anna.hear("*** You are fi-anna");
            open("#/events?address=127.0.17.0/24");
            browser.sees("joined #lobby", "/nick");
            new Select(browser.find("combobox", "Type")).selectByVisibleText("join");
            eventually(() -> assertThat(texts()).containsExactly("joined #lobby"));
            assertThat(browser.driver().getCurrentUrl()).contains("type=join", "address=127.0.17.0%2F24");
            browser.click("link", "fi-anna");
            eventually(() -> assertThat(browser.driver().getCurrentUrl()).endsWith("#/events?nick=fi-anna"));
            browser.sees("was called guest-");
            browser.driver().navigate().refresh();
            browser.sees("was called guest-");
            assertThat(browser.find("textbox", "Name").getDomProperty("value")).isEqualTo("fi-anna");
            browser.fill("textbox", "Address or network", "127.0.17");
            browser.sees("must be an address or a network");
        }
    }

    @Test
    void gapsAndSlowReadingAreShownAsRowsAndHostileTextsStayText() {
        open("#/events?room=none");
        browser.script(ANSWER_EVENTS, """
                event: gap
                data: {"type":"gap","count":3,"why":"<img src=x onerror=alert(1)>"}

                event: moderation
                data: {"type":"moderation","at":"2026-11-25T12:00:00Z","actor":"<script>alert(2)</script>","action":"ban",\
                "target":"\u202e<b>x</b>","reason":"<i>y</i>","result":"done"}

                event: later
                data: {"type":"later","unknown":[]}

                event: error
                data: {"code":"slow-consumer","text":"you read too slowly"}

                """);
        browser.sees(
                "3 events are missing here: <img src=x onerror=alert(1)>",
                "<script>alert(2)</script>: ban",
                "<b>x</b>",
                "later",
                "The console read too slowly; it continues where it was.");
        assertThat(browser.script("return document.querySelectorAll('img, main script, td b, td i').length"))
                .isEqualTo(0L);
    }

    @Test
    void onlyTheNewestEventsAreKeptAndAreSavedAsCsv() throws Exception {
        open("#/events?room=none");
        var events = new StringBuilder();
        for (int i = 1; i <= 600; i++) {
            events.append("id: ")
                    .append(i)
                    .append("\nevent: command\ndata: {\"type\":\"command\",\"command\":\"=n")
                    .append(i)
                    .append("\"}\n\n");
        }
        browser.script(ANSWER_EVENTS, events.toString());
        eventually(() -> assertThat(texts()).hasSize(500).startsWith("/=n600").endsWith("/=n101"));
        browser.click("button", "CSV");
        var file = browser.downloads().resolve("events.csv");
        eventually(() -> assertThat(file).exists());
        assertThat(Files.readString(file)).startsWith("\"at\",\"type\"").contains("\"'=n600\"");
        Files.delete(file);
    }

    @Test
    void overviewShowsNumbersChartsAndTheLastActionsAndDisconnects() throws Exception {
        try (var anna = ChatUser.named("ov-anna", chat.port());
                var bob = ChatUser.named("ov-bob", chat.port())) {
            open("#/overview");
            browser.sees("Connections", "of 10,000", "People", "Rooms", "Messages/s", "Lines sent/s", "Refused/s");
            eventually(() -> assertThat(browser.driver().findElements(By.cssSelector("canvas")))
                    .hasSize(6));
            muteForAMoment("too-loud");
            anna.close();
            browser.sees("mute ov-nobody", "too-loud", "disconnected: client-closed");
            bob.say("/quit");
            bob.hearLike("bye");
            bob.close();
            eventually(() -> assertThat(operator.get("/api/v1/clients/closed?nick=ov-bob&reason=quit")
                            .items())
                    .hasSize(1));
            muteForAMoment("after-quit");
            browser.sees("after-quit");
            assertThat(browser.text()).doesNotContain("ov-bob");
            browser.press("g", "e");
            browser.sees("● live");
            browser.find("combobox", "Type");
        }
    }

    @Test
    void chartsShowAnHourOfSamplesAndAreDrawnAgainInTheDark() {
        browser.scheme("light");
        open("#/clients?q=nobody");
        browser.script("""
                const real = fetch;
                let asked = 0;
                const samples = Array.from({ length: 720 }, (_, i) =>
                  [1796040000 + 5 * i, 1 + i % 7, 2, 3, 10 * i, 100 * i, 0, 2048 * (i % 5)]);
                window.fetch = (address, options) => !address.includes("stats?") ? real(address, options)
                  : asked++ ? new Promise(() => {}) : Promise.resolve(Response.json({ everySeconds: 5, samples,
                    series: ["connections", "users", "rooms", "messages", "linesSent", "refused", "queuedBytes"] }));
                location.hash = "#/overview";""");
        browser.sees("Messages/s\n2", "Lines sent/s\n20");
        List<String> light = drawn();
        assertThat(light).hasSize(6);
        browser.scheme("dark");
        eventually(() -> assertThat(drawn()).doesNotContainAnyElementsOf(light));
        browser.pointAt(browser.driver().findElement(By.cssSelector("[data-series=queuedBytes] .u-over")));
        eventually(() -> assertThat(browser.driver()
                        .findElement(By.xpath("//figure[figcaption[contains(., 'Queued')]]//output"))
                        .getText())
                .matches("\\d+ (B|KiB)"));
    }

    private void muteForAMoment(String reason) {
        var mute = operator.post("/api/v1/mutes", "{\"nick\":\"ov-nobody\",\"reason\":\"%s\"}".formatted(reason));
        operator.delete("/api/v1/mutes/" + mute.text("id"));
    }

    /** Returns the charts that have a line. */
    private static List<String> drawn() {
        var images = (List<?>) browser.script("""
                return [...document.querySelectorAll("canvas")].filter((canvas) => canvas.width > 0)
                  .map((canvas) => canvas.toDataURL());""");
        return images.stream().map(String::valueOf).toList();
    }

    private void open(String route) {
        browser.openSignedIn(operator.port(), operator.newToken("viewer"), route);
    }

    /** Returns what the events say, newest first. */
    private static List<String> texts() {
        var texts = (List<?>)
                browser.script(
                        "return [...document.querySelectorAll('tbody tr td:last-child')].map((cell) => cell.textContent.trim())");
        return texts.stream().map(String::valueOf).toList();
    }
}
