package dev.parley.rest.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What operators did is taken back. */
@StartedParley
class UndoControllerTest {
    private static final String BANS = "/api/v1/bans";
    private static final String MUTES = "/api/v1/mutes";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

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
