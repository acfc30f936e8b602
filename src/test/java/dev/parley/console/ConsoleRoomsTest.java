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

/** The console's pages of rooms, in a browser. */
@StartedParley
@Tag("browser")
class ConsoleRoomsTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>";

    @RegisterExtension
    static final Browser browser = new Browser();

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void roomIsFoundOpenedByKeyboardAndReceivesAnnouncements() throws Exception {
        try (var anna = in("hall-room", "hall-anna")) {
            anna.say("/topic " + HOSTILE);
            anna.hearLike("onerror");
            open("moderator", "#/rooms?q=hall-");
            eventually(() -> assertThat(browser.rows())
                    .singleElement()
                    .satisfies(row -> assertThat(row).contains("#hall-room", "1\t1\t" + HOSTILE)));
            browser.press("j", Keys.ENTER);
            browser.sees("1 person", "hall-anna", HOSTILE, "every 5 s");
            assertThat(browser.driver().getCurrentUrl()).endsWith("#/rooms/hall-room");
            browser.click("button", "Announce");
            browser.fill("textbox", "Text", HOSTILE + Keys.ENTER);
            assertThat(anna.hearLike("announcement")).contains(HOSTILE);
            browser.sees("Announced to #hall-room: 1 client received it.");
            assertThat(Stream.of("Change", "Close")).noneMatch(name -> browser.has("button", name));

            browser.click("link", "hall-anna");
            browser.sees("Clients");
            assertThat(browser.driver().getCurrentUrl()).endsWith("#/clients?q=hall-anna");
        }
    }

    @Test
    void settingsThatDifferAreChangedAndTheRoomIsClosedWithAReason() throws Exception {
        try (var anna = in("set-room", "set-anna")) {
            open("admin", "#/rooms/set-room");
            browser.click("button", "Change");
            browser.sees("It has no owner.");
            browser.click("dialog button", "Change");
            browser.sees("Nothing was changed.");
            browser.fill("textbox", "Topic", "new topic");
            new Select(browser.find("combobox", "Members only")).selectByVisibleText("yes");
            browser.fill("spinbutton", "Seconds between two messages of a person", "7");
            new Select(browser.find("combobox", "Key")).selectByVisibleText("new key…");
            browser.fill("textbox", "New key", "s3cret");
            browser.click("dialog button", "Change");
            browser.sees("Changed #set-room.", "new topic", "needed to join", "7 s between two messages");
            assertThat(operator.get("/api/v1/rooms/set-room").json().toString())
                    .contains("\"owner\":\"operator\"", "\"membersOnly\":true", "\"locked\":true");

            browser.click("button", "Change");
            new Select(browser.find("combobox", "Moderated")).selectByVisibleText("yes");
            new Select(browser.find("combobox", "Key")).selectByVisibleText("no key");
            browser.fill("textbox", "Owner: an account, or operator", "nobody-here");
            browser.click("dialog button", "Change");
            browser.sees("There is no account nobody-here.");
            browser.fill("textbox", "Owner: an account, or operator", "operator");
            browser.click("dialog button", "Change");
            eventually(() -> assertThat(browser.text()).doesNotContain("needed to join", "Owner: an account"));

            browser.click("button", "Close");
            browser.sees("Removes 1 client from the room");
            browser.fill("textbox", "Reason", "cleaning" + Keys.ENTER);
            anna.hearLike("cleaning");
            browser.sees("Closed #set-room; removed 1.", "There is no such room now.");
        }
        browser.script("location.hash = '#/rooms/lobby'");
        browser.find("button", "Change");
        assertThat(browser.has("button", "Close")).isFalse();
    }

    @Test
    void messagesAreReadOnAClickAloneAndSearchedAndDeleted() throws Exception {
        try (var anna = in("past-room", "past-anna");
                var bob = in("past-room", "past-bob")) {
            anna.say("first word");
            anna.say("buy this " + HOSTILE);
            anna.say("/me waves");
            bob.hearLike("waves");
            open("admin", "#/rooms/past-room");
            browser.sees("2 people");
            assertThat(browser.driver().getTitle()).isEqualTo("#past-room · Parley");
            browser.script("const real = fetch; window.fetch = (address, options) =>"
                    + " real(address.replace('limit=100', 'limit=2'), options)");
            browser.click("link", "Messages");
            browser.sees("Messages of #past-room", "Each read is recorded in the audit.");
            assertThat(reads()).isZero();
            assertThat(browser.driver().getTitle()).isEqualTo("Messages of #past-room · Parley");
            assertThat(browser.texts(".tools > *"))
                    .as("the button is beside the words that it looks for")
                    .startsWith("Messages of #past-room", "", "Show messages");
            browser.click("button", "Show messages");
            eventually(() -> assertThat(browser.rows())
                    .satisfiesExactly(
                            row -> assertThat(row).contains("past-anna", "* waves"),
                            row -> assertThat(row).contains("past-anna", HOSTILE)));
            browser.click("button", "Next page");
            eventually(() -> assertThat(browser.rows())
                    .singleElement()
                    .satisfies(row -> assertThat(row).contains("first word")));
            assertThat(reads()).isEqualTo(2);

            browser.press("/", "BUY");
            assertThat(reads()).isEqualTo(2);
            browser.press(Keys.ENTER);
            eventually(() -> assertThat(browser.rows())
                    .singleElement()
                    .satisfies(row -> assertThat(row).contains("buy")));
            browser.click("button", "Delete message of past-anna");
            browser.find("dialog", "Delete the message of past-anna?");
            browser.sees("“buy this " + HOSTILE + "”");
            browser.fill("textbox", "Reason", "an advertisement" + Keys.ENTER);
            bob.hearLike("was deleted: an advertisement");
            browser.sees("Deleted the message of past-anna.");
            browser.sees("No matches.");
            assertThat(reads()).isEqualTo(4);

            browser.fill("textbox", "Words", "" + Keys.ENTER);
            eventually(() -> assertThat(browser.rows())
                    .satisfiesExactly(
                            row -> assertThat(row).contains("* waves"),
                            row -> assertThat(row).contains("deleted").doesNotContain("buy")));
            assertThat(browser.find("checkbox", "Select all").isEnabled()).isTrue();
            browser.click("checkbox", "Select all");
            browser.sees("1 selected");
            browser.click("button", "Delete selected");
            browser.find("dialog", "Delete the message of past-anna?");
            browser.escape();
        }
    }

    @Test
    void severalMessagesAreDeletedWithOneReason() throws Exception {
        try (var anna = in("spam-room", "spam-anna");
                var bob = in("spam-room", "spam-bob")) {
            anna.say("buy one");
            anna.say("buy two");
            bob.hearLike("buy two");
            open("admin", "#/rooms/spam-room/messages");
            browser.fill("textbox", "Words", "buy" + Keys.ENTER);
            eventually(() -> assertThat(browser.rows()).hasSize(2));
            browser.click("checkbox", "Select all");
            browser.click("button", "Delete selected");
            browser.find("dialog", "Delete 2 messages?");
            browser.fill("textbox", "Reason", "an advertisement" + Keys.ENTER);
            bob.hearLike("an advertisement");
            browser.sees("Deleted 2 messages.", "No matches.");
        }
    }

    /** Returns the number of reads of the room's messages in the audit. */
    private int reads() {
        return operator.get("/api/v1/audit?once=true&action=read&target=%23past-room")
                .items()
                .size();
    }

    private ChatUser in(String room, String nick) throws Exception {
        ChatUser person = ChatUser.named(nick, chat.port());
        person.say("/join #" + room);
        person.hearLike("#" + room);
        return person;
    }

    private void open(String role, String route) {
        browser.openSignedIn(operator.port(), operator.newToken(role), route);
    }
}
