package dev.parley.rest.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Who reads what operators did, and what it says. */
@StartedParley
class AuditControllerTest {
    private static final String AUDIT = "/api/v1/audit";

    @Autowired
    OperatorClient operator;

    @Test
    void actionIsAuditedAsARequestRecordAndAResultRecord() {
        JsonNode ban = operator.post("/api/v1/bans", "{\"nick\":\"audited\",\"reason\":\"spam \\\"x\\\"\"}")
                .json();
        operator.delete("/api/v1/bans/" + ban.get("id").asString() + "?reason=mistake");
        List<JsonNode> records = operator.get(AUDIT + "?limit=4").items();
        JsonNode unbanned = records.get(0);
        JsonNode banned = records.get(2);
        JsonNode begun = records.get(3);
        assertThat(begun.get("action").asString()).isEqualTo("ban");
        assertThat(begun.get("result").asString()).isEqualTo("begun");
        assertThat(begun.get("request").isNull()).isTrue();
        assertThat(begun.get("after").isNull()).isTrue();
        assertThat(banned.get("id").asString()).isEqualTo(ban.get("action").asString());
        assertThat(banned.get("request")).isEqualTo(begun.get("id"));
        assertThat(banned.get("actor").asString()).isEqualTo("token");
        assertThat(banned.get("address").asString()).isEqualTo("127.0.0.1");
        assertThat(banned.get("target").asString()).isEqualTo("audited");
        assertThat(banned.get("reason").asString()).isEqualTo("spam \"x\"");
        assertThat(banned.get("result").asString()).startsWith("banned permanently, id ");
        assertThat(banned.get("after").get("nick").asString()).isEqualTo("audited");
        assertThat(unbanned.get("reason").asString()).isEqualTo("mistake");
        assertThat(unbanned.get("before").get("nick").asString()).isEqualTo("audited");
        assertThat(unbanned.get("hash").asString()).matches("[0-9a-f]{64}");
    }

    @Test
    void auditIsListedByActorActionAndTargetOverPages() {
        String moderator = operator.newToken("moderator");
        String actor = operator.send(operator.request("/api/v1/me", moderator)).text("actor");
        operator.send(operator.request("/api/v1/clients/none-1", moderator).DELETE());
        operator.send(operator.request("/api/v1/bans/none-1", moderator).DELETE());
        operator.delete("/api/v1/clients/none-1");

        assertThat(operator.all(AUDIT, 1, "&actor=" + actor + "&target=NONE-1"))
                .extracting(record -> record.get("action").asString() + " "
                        + record.get("result").asString())
                .containsExactly("unban no-such-ban", "unban begun", "kick no-such-client", "kick begun");
        assertThat(operator.get(AUDIT + "?action=kick&target=none-1").items()).hasSize(4);
        assertThat(operator.all(AUDIT, 1, "&once=true&action=kick&target=none-1"))
                .extracting(record -> record.get("result").asString())
                .containsExactly("no-such-client", "no-such-client");
        assertThat(operator.get(AUDIT + "?actor=token&action=kick&target=none-1")
                        .items())
                .hasSize(2);
    }

    @Test
    void refusedRequestIsAuditedWithoutItsPassword() {
        operator.put("/api/v1/accounts/nobody-here/password", "{\"password\":\"correct-horse-battery\"}");
        JsonNode last = operator.get(AUDIT + "?limit=1").items().getFirst();
        assertThat(last.get("action").asString()).isEqualTo("reset-password");
        assertThat(last.get("result").asString()).isEqualTo("no-such-account");
        assertThat(last.toString()).doesNotContain("horse");
    }

    @Test
    void pagesContainEveryRecordAndTheChainIsValid() {
        operator.post("/api/v1/announcements", "{\"text\":\"audited\"}");
        JsonNode verified = operator.get(AUDIT + "/verify").json();
        assertThat(verified.get("valid").asBoolean()).isTrue();
        assertThat(verified.get("broken").isNull()).isTrue();
        List<JsonNode> all = operator.all(AUDIT, 200);
        assertThat(all).hasSize(verified.get("records").asInt());
        assertThat(all.getFirst().get("hash")).isEqualTo(verified.get("head").get("hash"));
        assertThat(all).extracting(record -> record.get("id").asInt()).isSortedAccordingTo((a, b) -> b - a);
    }

    @Test
    void auditorCanReadOnlyTheAuditAndModeratorCannotReadIt() {
        String auditor = operator.newToken("auditor");
        assertThat(operator.send(operator.request(AUDIT, auditor)).status()).isEqualTo(200);
        assertThat(operator.send(operator.request("/api/v1/clients", auditor)).status())
                .isEqualTo(403);
        assertThat(operator.send(operator.request(AUDIT, operator.newToken("moderator")))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?limit=0",
                "?limit=201",
                "?cursor=x",
                "?action=dance",
                "?action=",
                "?action=BAN",
                "?once=yes",
                "?actor=a%00b",
                "?target=%0a"
            })
    void invalidAuditQueryIsRefused(String query) {
        assertThat(operator.get(AUDIT + query).text("code")).isEqualTo("bad-argument");
    }

    @Test
    void longReasonOfARefusedRequestIsTruncatedInTheAudit() {
        operator.post("/api/v1/bans", "{\"nick\":\"long\",\"reason\":\"" + "x".repeat(50_000) + "\"}");
        JsonNode last = operator.get(AUDIT + "?limit=1").items().getFirst();
        assertThat(last.get("result").asString()).isEqualTo("bad-argument");
        assertThat(last.get("reason").asString()).hasSize(301).endsWith("x…");
    }
}
