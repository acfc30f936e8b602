package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.OutputType;
import org.springframework.beans.factory.annotation.Autowired;

/** Draws the picture of README as {@code target/console.png}; {@code docs/images/console.png} is a copy of it. */
@StartedParley
@Tag("browser")
class ConsolePictureTest {
    private static final Path PICTURE = Path.of("target", "console.png");

    @RegisterExtension
    static final Browser browser = new Browser();

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void pictureShowsTheClientsAndWhomABanDisconnects() throws Exception {
        var people = new ArrayList<ChatUser>();
        var made = operator.post("/api/v1/tokens", "{\"name\":\"olga\",\"role\":\"moderator\"}");
        try {
            for (var entry : List.of(
                    Map.entry("ann", 12), Map.entry("bob", 17), Map.entry("cleo", 23), Map.entry("dmitri", 31))) {
                people.add(ChatUser.named(entry.getKey(), "127.0.7." + entry.getValue(), chat.port()));
            }
            for (String nick : List.of("hal", "hal2", "hal3")) {
                people.add(ChatUser.named(nick, "127.0.7.66", chat.port()));
            }
            for (int i = 0; i < people.size(); i++) {
                people.get(i).say("/join " + (i % 2 == 0 ? "#dev" : "#support"));
                for (int line = 0; line < 3 * i; line++) {
                    people.get(i).say("line " + line);
                }
            }
            browser.cdp(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of("width", 1180, "height", 560, "deviceScaleFactor", 1, "mobile", false));
            browser.openSignedIn(operator.port(), made.text("token"), "#/clients?sort=-linesIn");
            browser.click("button", "Ban hal");
            browser.sees("Disconnects 3 clients now", "hal2");
            browser.fill("textbox", "Reason", "flooding #support");
            Files.write(PICTURE, browser.driver().getScreenshotAs(OutputType.BYTES));
            assertThat(browser.text()).contains("token:olga · moderator", "ann", "dmitri", "Ban 3");
        } finally {
            browser.cdp("Emulation.clearDeviceMetricsOverride", Map.of());
            operator.delete("/api/v1/tokens/" + made.text("id"));
            for (ChatUser person : people) {
                person.close();
            }
        }
    }
}
