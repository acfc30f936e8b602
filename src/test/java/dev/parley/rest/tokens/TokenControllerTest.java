package dev.parley.rest.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class TokenControllerTest {
    private static final String TOKENS = "/api/v1/tokens";
    private static final String CLIENTS = "/api/v1/clients";

    @Autowired
    OperatorClient operator;

    @Test
    void tokenIsShownOnceWithExactlyTheDocumentedFields(CapturedOutput output) {
        var made = make("once", "moderator", "");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().propertyNames())
                .containsExactly("id", "name", "role", "createdAt", "createdBy", "expiresAt", "lastUsedAt", "token");
        assertThat(made.text("token")).matches("parley_[A-Za-z0-9_-]{43}");
        assertThat(made.text("name")).isEqualTo("once");
        assertThat(made.text("role")).isEqualTo("moderator");
        assertThat(made.text("createdBy")).isEqualTo("token");
        assertThat(Duration.between(Instant.parse(made.text("createdAt")), Instant.now()))
                .isBetween(Duration.ZERO, Duration.ofMinutes(1));
        assertThat(made.json().get("expiresAt").isNull()).isTrue();

        JsonNode listed = listed("once");
        assertThat(listed.propertyNames())
                .containsExactly("id", "name", "role", "createdAt", "createdBy", "expiresAt", "lastUsedAt");
        assertThat(output)
                .contains("action=make-token target=\"once\" reason=\"\" result=\"created ")
                .doesNotContain(made.text("token"));
    }

    @Test
    void tokenIsValidUntilRevokedAndNamedInTheAudit(CapturedOutput output) {
        var made = make("robot", "admin", "");
        String token = made.text("token");

        assertThat(status(token)).isEqualTo(200);
        assertThat(listed("robot").get("lastUsedAt").asString()).startsWith("20");
        var another = operator.send(operator.request(TOKENS, token)
                .header("Content-Type", OperatorClient.JSON)
                .POST(body("robots-robot", "viewer", "")));
        assertThat(another.text("createdBy")).isEqualTo("token:robot");
        assertThat(output).contains("actor=\"token:robot\" address=127.0.0.1 action=make-token");

        var revoked = operator.delete(TOKENS + "/" + made.text("id"));
        assertThat(revoked.status()).isEqualTo(200);
        assertThat(revoked.text("name")).isEqualTo("robot");
        assertThat(revoked.json().has("token")).isFalse();
        assertThat(status(token)).isEqualTo(401);
        assertThat(operator.delete(TOKENS + "/" + made.text("id")).text("code")).isEqualTo("no-such-token");
        operator.delete(TOKENS + "/" + another.text("id"));
    }

    @ParameterizedTest
    @CsvSource({
        "poster,    post",
        "auditor,   audit",
        "viewer,    read",
        "moderator, post read moderate",
        "admin,     post read moderate administer audit"
    })
    void everyRoleIsShownItsNameRightsAndExpiry(String role, String rights) {
        var made = make("me-" + role, role, ",\"duration\":\"PT1H\"");

        var me = operator.send(operator.request("/api/v1/me", made.text("token")));

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().propertyNames()).containsExactly("actor", "role", "rights", "expiresAt");
        assertThat(me.text("actor")).isEqualTo("token:me-" + role);
        assertThat(me.text("role")).isEqualTo(role);
        assertThat(me.json().get("rights").valueStream().map(JsonNode::asString))
                .containsExactly(rights.split(" "));
        assertThat(me.text("expiresAt")).isEqualTo(made.text("expiresAt"));
        operator.delete(TOKENS + "/" + made.text("id"));
    }

    @Test
    void tokenThatNeverExpiresIsShownWithoutAnExpiry() {
        assertThat(operator.get("/api/v1/me").json().propertyNames()).containsExactly("actor", "role", "rights");
        assertThat(operator.get("/api/v1/me").text("actor")).isEqualTo("token");
    }

    /** Each is a wrong token afterwards, so there are not more than an address may have. */
    @Test
    void firstRequestAfterARevocationIsRefused() {
        for (int i = 0; i < 3; i++) {
            var made = make("fleeting", "viewer", "");
            assertThat(status(made.text("token"))).isEqualTo(200);
            operator.delete(TOKENS + "/" + made.text("id"));
            assertThat(status(made.text("token"))).isEqualTo(401);
        }
    }

    @Test
    void tokenIsRefusedAfterItsExpiry() {
        var made = make("short", "viewer", ",\"duration\":\"PT1S\"");
        String token = made.text("token");
        Instant expires = Instant.parse(made.text("expiresAt"));

        assertThat(Instant.parse(made.text("createdAt")).plusSeconds(1)).isEqualTo(expires);
        await().pollInterval(Duration.ofMillis(20)).until(() -> Instant.now().isAfter(expires));
        assertThat(status(token)).isEqualTo(401);
        assertThat(listed("short").get("expiresAt").asString()).isEqualTo(expires.toString());
    }

    @Test
    void tokenNameIsUniqueUntilItsTokenIsRevoked() {
        var made = make("taken", "viewer", "");

        var second = make("taken", "admin", "");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text("code")).isEqualTo("token-exists");
        operator.delete(TOKENS + "/" + made.text("id"));
        assertThat(make("taken", "admin", "").status()).isEqualTo(201);
    }

    /** All of it is in CreateTokenRequestTest. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":\"a b\",\"role\":\"viewer\"}",
                "{\"name\":\"x\",\"role\":\"root\"}",
                "{\"name\":\"x\",\"role\":\"viewer\",\"duration\":\"PT0S\"}",
            })
    void invalidTokenRequestIsRefused(String body) {
        var reply = operator.post(TOKENS, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
    }

    @Test
    void tokensAreFoundByAPartOfTheirNameOrOfTheirCreator() {
        String creator = operator.newToken("admin");
        String name = operator.send(operator.request("/api/v1/me", creator)).text("actor");
        for (String wanted : List.of("part-one", "part-two")) {
            operator.send(operator.request("/api/v1/tokens", creator)
                    .header("Content-Type", OperatorClient.JSON)
                    .POST(BodyPublishers.ofString("{\"name\":\"" + wanted + "\",\"role\":\"viewer\"}")));
        }
        assertThat(names("PART-")).containsExactly("part-one", "part-two");
        assertThat(names(name)).containsExactly("part-one", "part-two");
        assertThat(names("nobody-has-this")).isEmpty();
        assertThat(operator.get("/api/v1/tokens?q=%07").text("code")).isEqualTo("bad-argument");
    }

    private List<String> names(String q) {
        return operator.all("/api/v1/tokens", 1, "&q=" + q).stream()
                .map(token -> token.get("name").asString())
                .toList();
    }

    @Test
    void pagesShowEveryTokenOnce() {
        String prefix = UUID.randomUUID().toString();
        for (int i = 0; i < 5; i++) {
            make(prefix + i, "viewer", "");
        }

        assertThat(operator.all(TOKENS, 2))
                .extracting(token -> token.get("name").asString())
                .filteredOn(name -> name.startsWith(prefix))
                .containsExactly(prefix + 0, prefix + 1, prefix + 2, prefix + 3, prefix + 4);
        assertThat(operator.get(TOKENS + "?cursor=%21").status()).isEqualTo(400);
    }

    private OperatorClient.HttpReply make(String name, String role, String more) {
        return operator.send(operator.request(TOKENS)
                .header("Content-Type", OperatorClient.JSON)
                .POST(body(name, role, more)));
    }

    private static BodyPublisher body(String name, String role, String more) {
        return BodyPublishers.ofString("{\"name\":\"" + name + "\",\"role\":\"" + role + "\"" + more + "}");
    }

    private int status(String token) {
        return operator.sendFrom("127.0.0.81", operator.request(CLIENTS, token)).status();
    }

    private JsonNode listed(String name) {
        return operator.all(TOKENS, 200).stream()
                .filter(token -> token.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
