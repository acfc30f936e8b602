package dev.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Input that a call does not know is refused by every call of the reference, and has no effect. */
@StartedParley
class UnknownInputInterceptorTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Autowired
    OperatorClient operator;

    private record Call(String method, String path) {}

    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        operator.get("/v3/api-docs")
                .json()
                .get("paths")
                .properties()
                .forEach(path -> path.getValue().propertyNames().stream()
                        .filter(METHODS::contains)
                        .map(method -> new Call(
                                method.toUpperCase(Locale.ROOT), path.getKey().replaceAll("\\{[^}]*}", "none")))
                        .forEach(calls::add));
        assertThat(calls).hasSizeGreaterThan(25);
        return calls;
    }

    private OperatorClient.HttpReply send(String method, String path, BodyPublisher body) {
        return operator.send(operator.request(path)
                .header("Content-Type", OperatorClient.JSON)
                .method(method, body));
    }

    private static void assertRefused(OperatorClient.HttpReply reply, String named) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
        assertThat(reply.text("detail")).contains(named);
    }

    @Test
    void unknownParameterIsRefusedByEveryCall() {
        for (Call call : calls()) {
            String path = call.path() + "?durration=PT1H";
            assertRefused(send(call.method(), path, BodyPublishers.ofString("{}")), "\"durration\"");
            if (call.method().equals("GET")) {
                assertThat(send("HEAD", path, BodyPublishers.noBody()).status())
                        .as(path)
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void unknownFieldIsRefusedByEveryCallAlsoIfItReadsNoBody() {
        var body = BodyPublishers.ofString("{\"durration\":\"PT1H\"}");
        for (Call call : calls()) {
            assertRefused(send(call.method(), call.path(), body), "\"durration\"");
        }
    }

    @Test
    void bodyThatACallDoesNotReadMayBeAnEmptyObject() {
        assertThat(send("DELETE", "/api/v1/bans/none", BodyPublishers.ofString("{}"))
                        .text("code"))
                .isEqualTo("no-such-ban");
        assertThat(send("GET", "/api/v1/rooms", BodyPublishers.ofString("{}")).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=1&limit=2", "limit=1&limit=1", "nick=a&nick=b", "sort=nick&sort=id"})
    void repeatedParameterIsRefused(String query) {
        assertRefused(operator.get("/api/v1/clients?" + query), "\"" + query.split("=")[0] + "\"");
    }

    @Test
    void parameterWithSeveralValuesMayBeRepeated() {
        assertRefused(operator.get("/api/v1/events?type=join&type=none"), "\"type\" must be one of");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Limit=1", "limit%5B%5D=1", "_limit=1", "!nick=a", "filter.nick=a", "limi%74s=1", "%20limit=1"})
    void parameterWithAnotherSpellingIsRefused(String query) {
        assertRefused(operator.get("/api/v1/clients?" + query), "Unknown parameter");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/v1/bans  | {\"nick\":\"bert\",\"durration\":\"PT1H\"}                | durration",
                "/api/v1/bans  | {\"nick\":\"bert\",\"Duration\":\"PT1H\"}                 | Duration",
                "/api/v1/bans  | {\"nick\":\"bert\",\"shadow\":true}                       | shadow",
                "/api/v1/mutes | {\"nick\":\"bert\",\"force\":true}                        | force",
                "/api/v1/bans  | {\"nick\":\"bert\",\"nick\":\"bo\"}                       | nick",
                "/api/v1/bans  | {\"nick\":\"bert\",\"durration\":{\"a\":[1,{\"b\":2}]}}   | durration",
            })
    void restrictionWithAnUnknownOrRepeatedFieldIsNotApplied(String path, String body, String field) {
        assertRefused(operator.post(path, body), "\"" + field + "\"");
        assertThat(operator.get(path).items())
                .extracting(item -> item.get("nick").asString())
                .doesNotContain("bert", "bo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":\"hi\",}            | line 1, column 14",
                "{\"text\":\"hi\"              | line 1, column",
                "{\"text\":hi}                 | line 1, column 9",
                "{\"text\":\"hi\"} x           | line 1, column 1",
                "{\"text\":\"hi\"}{}           | line 1, column 1",
                "{\"text\":\"hi\"}]            | line 1, column 1",
                "[]                            | line 1, column 1",
                "text=hi                       | line 1, column",
            })
    void malformedJsonIsRefusedWithItsPosition(String body, String position) {
        assertRefused(operator.post("/api/v1/announcements", body), position);
    }

    @Test
    void positionCountsLines() {
        assertRefused(operator.post("/api/v1/announcements", "{\n  \"text\": \"hi\",\n  oops\n}"), "line 3, column 3");
    }

    @Test
    void unknownInputOfACallerWithoutTheRightIsForbidden() {
        var viewer = operator.request("/api/v1/drain?x=1", operator.newToken("viewer"))
                .POST(BodyPublishers.noBody());

        JsonNode refusal = operator.send(viewer).json();

        assertThat(refusal.get("code").asString()).isEqualTo("forbidden");
    }
}
