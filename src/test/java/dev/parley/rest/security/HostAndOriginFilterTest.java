package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.RawHttp;
import dev.parley.rest.StartedParley;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What a page of another site can have an operator's browser send, here with the token, which it would not have. */
@StartedParley
class HostAndOriginFilterTest {
    private static final String KICK = "DELETE /api/v1/clients/none HTTP/1.1\r\n";

    @Autowired
    OperatorClient operator;

    @ParameterizedTest
    @CsvSource({
        "localhost,                200",
        "LOCALHOST:8080,           200",
        "127.0.0.1,                200",
        "127.0.0.1:8080,           200",
        "192.0.2.7:8080,           200",
        "[::1],                    200",
        "[2001:db8::7]:8080,       200",
        "evil.example,             403",
        "evil.example:8080,        403",
        "localhost.evil.example,   403",
        "127.0.0.1.evil.example,   403",
        "parley,                   403",
    })
    void requestIsAcceptedOnlyForAConfiguredHost(String host, int status) {
        assertThat(ask("GET /api/v1/clients HTTP/1.1\r\n", host, "")).isEqualTo(status);
    }

    @Test
    void requestWithoutAHostHeaderIsAccepted() {
        String authorization = "Authorization: Bearer " + operator.token();
        assertThat(new RawHttp(operator.port()).status("GET /api/v1/clients HTTP/1.0\r\n" + authorization + "\r\n\r\n"))
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "'Origin: http://localhost:8080',        404",
        "'Origin: https://LOCALHOST:8080',       404",
        "'Sec-Fetch-Site: same-origin',          404",
        "'Sec-Fetch-Site: none',                 404",
        "'Origin: http://evil.example',          403",
        "'Origin: http://localhost',             403",
        "'Origin: http://localhost:8081',        403",
        "'Origin: http://x@localhost:8080',      403",
        "'Origin: null',                         403",
        "'Origin: ',                             403",
        "'Origin: ::',                           403",
        "'Sec-Fetch-Site: cross-site',           403",
        "'Sec-Fetch-Site: same-site',            403",
    })
    void changeIsAcceptedOnlyFromTheSameOrigin(String header, int status) {
        assertThat(ask(KICK, "localhost:8080", header + "\r\n")).isEqualTo(status);
    }

    @Test
    void readFromAForeignOriginIsAccepted() {
        assertThat(ask("GET /api/v1/clients HTTP/1.1\r\n", "localhost", "Origin: http://evil.example\r\n"))
                .isEqualTo(200);
    }

    @Test
    void unknownHostIsRefusedBeforeTheTokenIsChecked() {
        var http = new RawHttp(operator.port());
        assertThat(http.status("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .isEqualTo(403);
    }

    /** Also by calls that read no body, and would do what they are asked for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "text/plain",
                "text/plain; application/json",
                "nonsense"
            })
    void contentTypesAFormCanSendAreRefused(String type) {
        for (String path : new String[] {"/api/v1/drain", "/api/v1/bans", "/api/v1/announcements"}) {
            String head = "POST " + path + " HTTP/1.1\r\n";
            assertThat(ask(head, "localhost", "Content-Type: " + type + "\r\nContent-Length: 0\r\n"))
                    .as(path)
                    .isEqualTo(415);
        }
        assertThat(operator.get("/api/v1/drain").text("state")).isEqualTo("serving");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/announcements", "/api/v1/drain", "/api/v1/tokens"})
    void oversizedBodyIsRefusedBeforeItIsSent(String path) {
        String head = "POST " + path + " HTTP/1.1\r\n";
        assertThat(ask(head, "localhost", "Content-Type: application/json\r\nContent-Length: 1073741824\r\n"))
                .isEqualTo(413);
    }

    private int ask(String head, String host, String headers) {
        return new RawHttp(operator.port())
                .status(head + "Host: " + host + "\r\n" + headers + "Connection: close\r\nAuthorization: Bearer "
                        + operator.token() + "\r\n\r\n");
    }
}
