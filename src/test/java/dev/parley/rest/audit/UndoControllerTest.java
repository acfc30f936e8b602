package dev.parley.rest.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Undo of bans, mutes, their removal, and of an undo. */
@StartedParley
class UndoControllerTest {
    private static final String BANS = "/api/v1/bans";
    private static final String MUTES = "/api/v1/mutes";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @BeforeEach
    @AfterEach
    void nobodyIsBanned() {
        operator.all(BANS, 200)
                .forEach(ban -> operator.delete(BANS + "/" + ban.get("id").asString()));
        operator.all(MUTES, 200)
                .forEach(mute -> operator.delete(MUTES + "/" + mute.get("id").asString()));
    }

    @Test
    void banCanBeUndoneByItsIdOrItsAuditRecord() {
        for (String id : new String[] {"id", "action"}) {
            JsonNode ban = operator.post(BANS, "{\"nick\":\"troll\"}").json();
            var undone = undo(ban.get(id).asString());
            assertThat(undone.status()).isEqualTo(200);
            assertThat(undone.text("undone")).isEqualTo("ban");
            assertThat(undone.text("target")).isEqualTo("troll");
            assertThat(operator.get(BANS).items()).isEmpty();
            var again = undo(ban.get("action").asString());
            assertThat(again.status()).isEqualTo(409);
            assertThat(again.text("code")).isEqualTo("cannot-undo");
        }
    }

    @Test
    void recordsOfATargetAreFoundByItsNameWhateverIdTheirActionWasGiven() {
        String network = "{\"network\":\"192.0.2.77\",\"reason\":\"%s\"}";
        operator.post(BANS, network.formatted("first"));
        JsonNode second = operator.post(BANS, network.formatted("second")).json();
        undo(second.get("action").asString());
        operator.delete(BANS + "/" + second.get("id").asString());
        undo(second.get("id").asString());

        for (String target : new String[] {"192.0.2.77", "192.0.2.77/32"}) {
            assertThat(operator.all("/api/v1/audit", 200, "&once=true&target=" + target))
                    .extracting(record -> record.get("action").asString())
                    .containsExactly("undo", "unban", "undo", "ban", "ban");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "action"})
    void undoOfAReplacementRestoresThePreviousBanByIdAndByAction(String name) {
        operator.post(BANS, "{\"nick\":\"troll\",\"reason\":\"first\"}");
        JsonNode second = operator.post(BANS, "{\"nick\":\"troll\",\"reason\":\"second\"}")
                .json();

        assertThat(undo(second.get(name).asString()).status()).isEqualTo(200);

        assertThat(operator.get(BANS).items())
                .singleElement()
                .satisfies(ban -> assertThat(ban.get("reason").asString()).isEqualTo("first"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/bans", "/api/v1/mutes"})
    void removalReturnsTheActionThatUndoesIt(String path) {
        String id =
                operator.post(path, "{\"nick\":\"troll\",\"reason\":\"first\"}").text("id");

        var removed = operator.delete(path + "/" + id);

        assertThat(removed.text("id")).isEqualTo(id);
        var undone = undo(removed.text("action"));
        assertThat(undone.status()).isEqualTo(200);
        assertThat(operator.get(path).items()).hasSize(1);
        assertThat(undo(undone.text("action")).status()).isEqualTo(200);
        assertThat(operator.get(path).items()).isEmpty();
    }

    @Test
    void undoIsRefusedWithTheChangeIfTheTargetWasReplacedMeanwhile() {
        JsonNode first =
                operator.post(BANS, "{\"nick\":\"troll\",\"reason\":\"first\"}").json();
        JsonNode second = operator.post(BANS, "{\"nick\":\"troll\",\"reason\":\"second\"}")
                .json();

        var reply = undo(first.get("action").asString());

        assertChanged(reply, second.get("action").asString());
        assertThat(reply.json().get("current").get("reason").asString()).isEqualTo("second");
        assertThat(operator.get(BANS).items()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "action"})
    void undoIsRefusedWithTheChangeIfTheBanWasLiftedMeanwhile(String name) {
        JsonNode ban = operator.post(BANS, "{\"nick\":\"troll\"}").json();
        String removal = operator.delete(BANS + "/" + ban.get("id").asString()).text("action");

        var reply = undo(ban.get(name).asString());

        assertChanged(reply, removal);
        assertThat(reply.json().get("current").isNull()).isTrue();
    }

    @Test
    void undoOfAnUnbanIsRefusedWithTheChangeIfTheTargetWasBannedAgain() {
        String id = operator.post(BANS, "{\"nick\":\"troll\"}").text("id");
        String removal = operator.delete(BANS + "/" + id).text("action");
        String again = operator.post(BANS, "{\"nick\":\"troll\",\"duration\":\"PT1H\"}")
                .text("action");

        assertChanged(undo(removal), again);
        assertThat(operator.get(BANS).items().getFirst().get("expiresAt").isNull())
                .isFalse();
    }

    private static void assertChanged(OperatorClient.HttpReply reply, String action) {
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("code")).isEqualTo("cannot-undo");
        assertThat(reply.json().get("change").get("id").asString()).isEqualTo(action);
        assertThat(reply.json().get("change").get("actor").asString()).isEqualTo("token");
    }

    @Test
    void undoThatBansRunsTheChecksOfABan() {
        JsonNode ban = operator.post(BANS, "{\"network\":\"127.0.0.0/8\",\"force\":true}")
                .json();
        String removal = operator.delete(BANS + "/" + ban.get("id").asString()).text("action");

        var refused = undo(removal);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("needs-force");
        assertThat(operator.get(BANS).items()).isEmpty();

        String moderator = operator.newToken("moderator");
        var permanent = operator.send(operator.request("/api/v1/actions/" + removal + "/undo?force=true", moderator)
                .POST(BodyPublishers.noBody()));
        assertThat(permanent.status()).isEqualTo(403);
        assertThat(operator.get(BANS).items()).isEmpty();

        assertThat(operator.post("/api/v1/actions/" + removal + "/undo?force=true", "")
                        .status())
                .isEqualTo(200);
        assertThat(operator.get(BANS).items()).hasSize(1);
    }

    @Test
    void muteCanBeUndone() {
        JsonNode mute =
                operator.post(MUTES, "{\"nick\":\"troll\",\"shadow\":true}").json();
        assertThat(undo(mute.get("action").asString()).text("undone")).isEqualTo("mute");
        assertThat(operator.get(MUTES).items()).isEmpty();
    }

    @Test
    void undoOfAnUnbanRestoresTheBanWithItsOldExpiry() {
        JsonNode ban = operator.post(BANS, "{\"network\":\"192.0.2.7\",\"duration\":\"P1D\",\"reason\":\"spam\"}")
                .json();
        operator.delete(BANS + "/" + ban.get("id").asString() + "?reason=wrong");
        assertThat(undo(newest("unban", "wrong")).status()).isEqualTo(200);
        assertThat(operator.get(BANS).items()).singleElement().satisfies(again -> {
            assertThat(again.get("network").asString()).isEqualTo("192.0.2.7/32");
            assertThat(again.get("reason").asString()).isEqualTo("spam");
            assertThat(again.get("expiresAt").asString().substring(0, 16))
                    .isEqualTo(ban.get("expiresAt").asString().substring(0, 16));
        });
    }

    @Test
    void changesOfRoomsCannotBeUndone() throws IOException {
        String room = "/api/v1/rooms/changed";
        try (var ann = ChatUser.named("ann-u", chat.port())) {
            ann.say("/join #changed");
            ann.hearLike("You are in #changed");
            JsonNode changed =
                    operator.patch(room, "{\"topic\":\"tea\",\"key\":\"pass\"}").json();
            assertCannotBeUndone(changed.get("action").asString());
            assertThat(operator.get(room).text("topic")).isEqualTo("tea");
            assertThat(operator.get(room).json().get("locked").asBoolean()).isTrue();
            assertCannotBeUndone(operator.delete(room).text("action"));
            assertThat(operator.get(room).status()).isEqualTo(404);
        }
    }

    private void assertCannotBeUndone(String action) {
        var reply = undo(action);
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.text("code")).isEqualTo("cannot-undo");
    }

    @Test
    void undoOfAKickAFailedBanOrAnUnknownActionIsRefused() throws IOException {
        try (var eve = ChatUser.named("eve-u", chat.port())) {
            String id = operator.get("/api/v1/clients?nick=eve-u")
                    .items()
                    .getFirst()
                    .get("id")
                    .asString();
            operator.delete("/api/v1/clients/" + id + "?reason=undo-me");
            assertThat(undo(newest("kick", "undo-me")).text("code")).isEqualTo("cannot-undo");
        }
        operator.post(BANS, "{\"nick\":\"a\",\"reason\":\"bad-one\",\"duration\":\"never\"}");
        assertThat(undo(newest("ban", "bad-one")).text("code")).isEqualTo("cannot-undo");
        for (String id : new String[] {"999999999", "none", "-1"}) {
            assertThat(undo(id).text("code")).isEqualTo("no-such-action");
        }
    }

    private String newest(String action, String reason) {
        return operator.get("/api/v1/audit?limit=200").items().stream()
                .filter(record -> record.get("action").asString().equals(action)
                        && record.get("reason").asString().equals(reason))
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
    }

    private OperatorClient.HttpReply undo(String id) {
        return operator.post("/api/v1/actions/" + id + "/undo", "");
    }

    @Test
    void undoOfAReplacementBanRestoresThePreviousBan() {
        operator.post(BANS, "{\"nick\":\"troll\",\"reason\":\"first\"}");
        JsonNode second = operator.post(BANS, "{\"nick\":\"troll\",\"reason\":\"second\",\"duration\":\"PT1H\"}")
                .json();
        assertThat(undo(second.get("action").asString()).status()).isEqualTo(200);
        assertThat(operator.get(BANS).items()).singleElement().satisfies(ban -> {
            assertThat(ban.get("reason").asString()).isEqualTo("first");
            assertThat(ban.get("expiresAt").isNull()).isTrue();
        });
    }
}
