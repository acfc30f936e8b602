package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** With the profile json every event of the log is one JSON object on one line, whatever clients and operators send. */
class JsonLogTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ATTACK = "\u001B[31m${jndi:ldap://x}\u009B\t\"}{\"";

    @TempDir
    Path data;

    @Test
    void clientInputCannotAddLinesOrFieldsToTheJsonLog() throws Exception {
        int port = ParleyProcess.freePort();
        try (var parley = start("--parley.tcp.port=" + port).awaitReady();
                var ann = new TcpClient(port)) {
            try (var web = new TcpClient(port)) {
                web.write("GET /between-us HTTP/1.1\r\n\r\n").hears("HTTP/1.1 400 Bad Request\r");
            }
            try (var bob = new TcpClient(port)) {
                bob.send("/quit between us" + ATTACK).hearsLike("\\*\\*\\* bye quit: .*");
            }
            ann.send("/nick ann").hearsLike("\\*\\*\\* You are ann in .*").hears("*** You are ann");
            ann.send("/nick " + ATTACK).hearsLike("\\*\\*\\* error nick-invalid: .*");
            ann.send("between us" + ATTACK).hearsLike("<ann> between us.*");
            kick("ann", "spam\n{\"forged\":true}" + ATTACK, parley.rest());
            parley.awaitOutput("\"reason\":\"quit\"").awaitOutput("\"reason\":\"http\"");
            parley.terminate();
            assertThat(parley.exitCode()).isZero();

            assertThat(parley.output()).doesNotContain("between us", "between-us", "\u001B");
            List<JsonNode> events = events(parley);
            assertThat(events.stream().filter(event -> event.has("clientId")))
                    .allSatisfy(event -> assertThat(event.propertyNames())
                            .contains("reason", "address", "listener", "seconds", "linesIn", "linesOut"))
                    .extracting(event -> event.get("reason").asString())
                    .containsExactlyInAnyOrder("http", "quit", "kicked");
            assertThat(events.stream().filter(event -> event.has("actor")))
                    .singleElement()
                    .satisfies(event -> {
                        assertThat(event.get("action").asString()).isEqualTo("kick");
                        assertThat(event.get("result").asString()).isEqualTo("kicked ann");
                        assertThat(event.get("reason").asString())
                                .isEqualTo("spam{\"forged\":true}${jndi:ldap://x} \"}{\"");
                    });
        }
    }

    @Test
    void failedStartIsLoggedAsJson() throws Exception {
        try (var parley = start("--parley.limits.line-bytes=1")) {
            assertThat(parley.exitCode()).isOne();
            assertThat(events(parley))
                    .anySatisfy(event -> assertThat(event.get("message").asString())
                            .contains("parley.limits.line-bytes cannot be 1"));
        }
    }

    private ParleyProcess start(String argument) throws Exception {
        return new ParleyProcess(List.of(), data, "--spring.profiles.active=json", argument);
    }

    private static List<JsonNode> events(ParleyProcess parley) {
        List<JsonNode> events = parley.output().lines().map(JSON::readTree).toList();
        assertThat(events)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.propertyNames()).contains("@timestamp", "log", "message"));
        return events;
    }

    private void kick(String nick, String reason, String rest) throws Exception {
        String clients = rest + "/api/v1/clients";
        String id = ask("GET", clients + "?nick=" + nick)
                .get("items")
                .get(0)
                .get("id")
                .asString();
        ask("DELETE", clients + "/" + id + "?reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8));
    }

    private JsonNode ask(String method, String address) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(address))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + Files.readString(data.resolve("admin-token")));
        return JSON.readTree(HttpClient.newHttpClient()
                .send(request.build(), BodyHandlers.ofString())
                .body());
    }
}
