package dev.parley.console;

import static dev.parley.console.Browser.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;

/** The console's page of a client, with its trace, in a browser. */
@StartedParley
@Tag("browser")
class ConsoleClientTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void clientsPageShowsItsFieldsRestrictionsAndEventsAndThatItHasLeft() throws Exception {
        try (var anna = from("127.0.13.1", "open-anna")) {
            operator.post(
                    "/api/v1/mutes", "{\"network\":\"127.0.13.0/24\",\"duration\":\"PT1M\",\"reason\":\"noise\"}");
            anna.say("/join #open-room");
            anna.hearLike("#open-room");
            open("moderator", "#/clients?q=open-");
            browser.find("link", "open-anna");
            browser.press("j", Keys.ENTER);
            browser.sees(
                    "127.0.13.1", "#open-room", "Mute of 127.0.13.0/24", "noise", "joined #open-room", "every 3 s");
            browser.click("button", "Send a text");
            browser.fill("textbox", "Text", "<b>slow down</b>" + Keys.ENTER);
            assertThat(anna.hearLike("slow down")).contains("<b>slow down</b>");
            browser.sees("Sent to open-anna.");
            eventually(() -> assertThat(browser.has("dialog", "Send a text to open-anna?"))
                    .isFalse());
            browser.press("b");
            browser.find("dialog", "Ban open-anna?");
            browser.sees("Disconnects 1 client now");
            browser.fill("textbox", "Reason", "open flood");
            browser.click("checkbox", "Ban anyway");
            browser.click("button", "Ban 1");
            leave(anna, "open flood");
            browser.sees("Has left: banned.", "Ban of 127.0.13.1", "open flood");
            assertThat(browser.find("button", "Kick").isEnabled()).isFalse();
            browser.click("button", "Undo");
            browser.sees("Undone:");
            browser.driver().navigate().refresh();
            browser.sees("This client is not connected.");
            browser.click("link", "Closed clients");
            browser.find("combobox", "Reason");
        }
    }

    @Test
    void traceShowsTheLinesOfBothDirectionsUntilItIsStoppedAndIsInTheAudit() throws Exception {
        try (var anna = from("127.0.14.1", "trace-anna");
                var bob = from("127.0.14.2", "trace-bob")) {
            openClient("admin", "trace-anna");
            browser.click("button", "Trace");
            browser.sees("Trace trace-anna?", "This is in the audit");
            browser.fill("textbox", "Reason", "lines arrive late" + Keys.ENTER);
            browser.sees("s left");
            anna.say("from <b>anna</b>");
            browser.sees("from <b>anna</b>");
            bob.say("from bob");
            browser.sees("<trace-bob> from bob");
            browser.script("""
                    navigator.clipboard.writeText = async (text) => { window.copied = text; };""");
            browser.click("button", "Copy");
            browser.sees("Copied.");
            assertThat((String) browser.script("return window.copied"))
                    .contains(" in from <b>anna</b>\n", " out <trace-bob> from bob\n");
            browser.click("button", "Stop");
            browser.sees("Stopped.");
            assertThat(browser.has("button", "Stop")).isFalse();
            eventually(() -> assertThat(
                            operator.get("/api/v1/audit?action=trace").items())
                    .anySatisfy(record -> {
                        assertThat(record.get("reason").asString()).isEqualTo("lines arrive late");
                        assertThat(record.get("actor").asString()).startsWith("token:admin-");
                    }));
            browser.sees("message of 16 characters");
        }
    }

    @Test
    void traceEndsWithItsTimeOrWithTheClientAndARefusalIsShownInItsDialog() throws Exception {
        try (var anna = from("127.0.15.1", "ends-anna")) {
            openClient("admin", "ends-anna");
            browser.script("""
                    window.real = fetch;
                    window.fetch = (address, options) => address.includes("/trace?")
                      ? Promise.resolve(new Response('{"detail":"Traced by someone else."}', { status: 409 }))
                      : window.real(address, options);""");
            trace();
            eventually(
                    () -> assertThat(browser.find("dialog", "Trace ends-anna?").getText())
                            .contains("Traced by someone else."));
            browser.script("""
                    window.fetch = (address, options) => address.includes("/trace?")
                      ? Promise.resolve(new Response('event: end\\ndata: {"why":"over","lines":0}\\n\\n'))
                      : window.real(address, options);""");
            browser.press(Keys.ENTER);
            browser.sees("The time is over.");

            browser.script("window.fetch = window.real");
            trace();
            browser.sees("s left");
            anna.close();
            browser.sees("The client has left.", "Has left");
        }
    }

    @Test
    void traceThatParleyBeginsAfterItsPageWasLeftIsEnded() throws Exception {
        try (var anna = from("127.0.19.2", "begun-anna")) {
            openClient("admin", "begun-anna");
            browser.script("""
                    const real = fetch;
                    window.fetch = async (address, options) => {
                      const answer = await real(address, options);
                      if (!address.includes("/trace?")) return answer;
                      window.trace = options.signal;
                      return new Promise((done) => (window.answerNow = () => done(answer)));
                    };""");
            trace();
            eventually(() -> assertThat(browser.script("return Boolean(window.answerNow)"))
                    .isEqualTo(true));
            browser.script("location.hash = '#/bans'");
            browser.sees("No active bans.");
            browser.script("answerNow()");
            eventually(() ->
                    assertThat(browser.script("return window.trace.aborted")).isEqualTo(true));
        }
    }

    @Test
    void leavingThePageOfAClientEndsItsTraceAndItsStream() throws Exception {
        try (var anna = from("127.0.19.1", "go-anna")) {
            openClient("admin", "go-anna");
            browser.script("""
                    const real = fetch;
                    window.streams = [];
                    window.fetch = (address, options) => {
                      if (/events\\?|trace\\?/.test(address)) window.streams.push(options.signal);
                      return real(address, options);
                    };""");
            trace();
            browser.sees("s left");
            browser.press("g", "b");
            browser.sees("No active bans.", "● live");
            eventually(() -> assertThat(browser.script("return streams.filter((stream) => !stream.aborted).length"))
                    .as("open streams")
                    .isEqualTo(1L));
        }
    }

    private void trace() {
        browser.click("button", "Trace");
        browser.fill("textbox", "Reason", "x" + Keys.ENTER);
    }

    @Test
    void moderatorMayNotTraceAndAViewerMayDoNothing() throws Exception {
        try (var anna = from("127.0.16.1", "may-anna")) {
            openClient("moderator", "may-anna");
            assertThat(browser.has("button", "Kick")).isTrue();
            assertThat(browser.has("button", "Trace")).isFalse();
            openClient("viewer", "may-anna");
            for (String action : new String[] {"Kick", "Ban", "Mute", "Send a text", "Trace"}) {
                assertThat(browser.has("button", action)).as(action).isFalse();
            }
            browser.press("x", "b");
            assertThat(browser.has("dialog", "Kick may-anna?")).isFalse();
        }
    }

    private void openClient(String role, String nick) {
        String id = operator.get("/api/v1/clients?nick=" + nick)
                .items()
                .getFirst()
                .get("id")
                .asString();
        open(role, "#/clients/" + id);
        browser.sees("Bans and mutes", "joined #lobby");
    }

    private void open(String role, String route) {
        browser.openSignedIn(operator.port(), operator.newToken(role), route);
    }

    private ChatUser from(String address, String nick) throws Exception {
        return ChatUser.named(nick, address, chat.port());
    }

    /** Waits for the line with a reason and closes the connection, so that nothing waits for it. */
    private static void leave(ChatUser person, String reason) throws Exception {
        person.hearLike(reason);
        person.close();
    }
}
