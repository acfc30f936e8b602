package dev.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is sent to any call of the reference, none of it is the fault of the server. It leaves bans behind. */
@StartedParley
@DirtiesContext
class ApiFuzzTest {
    private static final long SEED = 20_261_125;
    private static final int ROUNDS = 40;
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** What goes on until its time is over is tried with what is refused. */
    private static final Set<String> ENDLESS = Set.of("/api/v1/events", "/api/v1/clients/{id}/trace");

    private static final List<String> WORDS = List.of(
            "",
            " ",
            "0",
            "-1",
            "1",
            "200",
            "201",
            "9223372036854775807",
            "9223372036854775808",
            "1e9",
            "null",
            "true",
            "bob",
            "#lobby",
            "lobby",
            "dev",
            "10.0.0.0/8",
            "::/0",
            "300.1.1.1",
            "P1D",
            "PT",
            "-PT1S",
            "moderator",
            "(a+)+$",
            "%",
            "'; DROP TABLE ban; --",
            "\" OR \"\"=\"",
            "a*",
            "NEAR(a b)",
            "\u0000",
            "\r\nX: y",
            "\u202e",
            "😀",
            "𝔘𝔫𝔦",
            "\ud800",
            "x".repeat(5_000),
            "../../etc/passwd",
            "debug",
            "2026-11-25T12:00:00Z",
            "9999999999-01-01T00:00:00Z",
            "join,leave",
            "-queued,nick");

    private static final Map<String, String> GOOD = Map.of(
            "sort", "-queued,nick", "limit", "10", "ip", "10.0.0.0/8", "reason", "why", "q", "hello", "after", "1");

    @Autowired
    OperatorClient operator;

    private final JsonMapper json = new JsonMapper();
    private final Random random = new Random(SEED);
    private JsonNode api;

    @Test
    void randomRequestsAreNeverAnsweredWithAServerError() {
        api = operator.get("/v3/api-docs").json();
        List<String> asked = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            api.get("paths")
                    .properties()
                    .forEach(path -> path.getValue().properties().stream()
                            .filter(operation -> METHODS.contains(operation.getKey()))
                            .forEach(operation ->
                                    asked.add(ask(path.getKey(), operation.getKey(), operation.getValue()))));
            operator.delete("/api/v1/drain");
        }
        assertThat(asked).hasSizeGreaterThan(30 * ROUNDS).noneMatch(answer -> answer.startsWith("5"));
        assertThat(asked).anyMatch(answer -> answer.startsWith("2")).anyMatch(answer -> answer.startsWith("400"));
    }

    /** The status, and what was asked. */
    private String ask(String path, String method, JsonNode operation) {
        String where = filled(path);
        String query = query(operation, ENDLESS.contains(path));
        var request = operator.request(where + query).header("Content-Type", OperatorClient.JSON);
        String body = operation.has("requestBody") ? body(operation) : "";
        request.method(method.toUpperCase(), body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return operator.send(request).status() + " " + method + " " + where + query + " " + body;
    }

    private String filled(String path) {
        String filled = path;
        while (filled.contains("{")) {
            int start = filled.indexOf('{');
            String word = encoded(word());
            filled = filled.substring(0, start)
                    + (word.isEmpty() ? "x" : word)
                    + filled.substring(filled.indexOf('}') + 1);
        }
        return filled;
    }

    private String query(JsonNode operation, boolean isEndless) {
        var query = new StringBuilder(isEndless ? "?type=none&seconds=none" : "?");
        if (operation.has("parameters")) {
            operation.get("parameters").forEach(parameter -> {
                String name = parameter.get("name").asString();
                if (parameter.get("in").asString().equals("query")
                        && !(isEndless && (name.equals("type") || name.equals("seconds")))
                        && random.nextInt(3) > 0) {
                    query.append('&').append(name).append('=').append(encoded(value(name)));
                }
            });
        }
        return query.toString();
    }

    private String body(JsonNode operation) {
        return switch (random.nextInt(8)) {
            case 0 -> word() + "{";
            case 1 -> "[1]";
            case 2 -> "null";
            default ->
                json.writeValueAsString(changed(operation
                        .get("requestBody")
                        .get("content")
                        .get("application/json")
                        .get("example")));
        };
    }

    /** The example with some of its fields otherwise, or of another kind. */
    private Object changed(JsonNode example) {
        var changed = new java.util.HashMap<String, Object>();
        example.properties().forEach(field -> {
            switch (random.nextInt(6)) {
                case 0 -> changed.put(field.getKey(), word());
                case 1 -> changed.put(field.getKey(), random.nextLong());
                case 2 -> changed.put(field.getKey(), List.of(word()));
                case 3 -> changed.put(field.getKey(), random.nextBoolean());
                default -> changed.put(field.getKey(), field.getValue());
            }
        });
        return changed;
    }

    /** Often what lets the others be looked at. */
    private String value(String parameter) {
        return random.nextBoolean() ? word() : GOOD.getOrDefault(parameter, word());
    }

    private String word() {
        return WORDS.get(random.nextInt(WORDS.size()));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
