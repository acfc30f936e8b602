package dev.parley.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.RawHttp;
import dev.parley.rest.StartedParley;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;

/** The console behind a proxy that adds the token of an operator to each request. */
@StartedParley
@Tag("browser")
class ConsoleProxyTest {
    @RegisterExtension
    static final Browser browser = new Browser();

    @Autowired
    OperatorClient operator;

    private TokenAddingProxy proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = new TokenAddingProxy(operator.port(), operator.newToken("moderator"));
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    @Test
    void proxySignsInUntilTheOperatorSignsOut() {
        String console = "http://127.0.0.1:" + proxy.port() + "/console/#/clients?q=nobody-here";
        browser.driver().get(console);
        browser.sees("token:moderator-", "· moderator", "No matches.", "● live");

        browser.click("button", "Sign out");
        browser.find("textbox", "Token");
        browser.sees("The proxy in front of Parley signs you in again when you reload it.");
        browser.driver().navigate().refresh();
        browser.sees("· moderator", "No matches.");
    }

    /**
     * The proxy would also add the token to what another site makes the operator's browser send. A page of another site
     * sends its origin, and can send a body only as a form or as text; a name that its owner points here has the wrong
     * host.
     */
    @Test
    void requestsThatOtherSitesCauseAreRefusedAlthoughTheProxyAddsTheToken() {
        String own = "127.0.0.1:" + proxy.port();
        String json = "Content-Type: application/json\r\n";
        assertThat(announce(own, json)).isEqualTo(200);
        assertThat(announce(own, json + "Origin: http://" + own + "\r\nSec-Fetch-Site: same-origin\r\n"))
                .isEqualTo(200);

        assertThat(announce(own, json + "Origin: http://evil.example\r\n")).isEqualTo(403);
        assertThat(announce(own, json + "Origin: null\r\n")).isEqualTo(403);
        assertThat(announce(own, json + "Sec-Fetch-Site: cross-site\r\n")).isEqualTo(403);
        assertThat(announce(own, json + "Sec-Fetch-Site: same-site\r\n")).isEqualTo(403);
        assertThat(announce("evil.example", json)).isEqualTo(403);
        for (String form : new String[] {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"}) {
            assertThat(announce(own, "Content-Type: " + form + "\r\n")).as(form).isEqualTo(415);
        }
    }

    private int announce(String host, String headers) {
        String body = "{\"text\":\"hello\"}";
        return new RawHttp(proxy.port())
                .status("POST /api/v1/announcements HTTP/1.1\r\nHost: " + host + "\r\n" + headers + "Content-Length: "
                        + body.length() + "\r\n\r\n" + body);
    }
}
