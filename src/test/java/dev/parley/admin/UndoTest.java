package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.tcp.ChatListener;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** What operators did is taken back. */
@StartedParley
class UndoTest {
    private static final String BANS = "/api/v1/bans";
    private static final String MUTES = "/api/v1/mutes";

    @Autowired
    Operator operator;

    @Autowired
    ChatListener chat;

    @AfterEach
    void nobodyIsBanned() {
        operator.all(BANS, 200)
                .forEach(ban -> operator.delete(BANS + "/" + ban.get("id").asString()));
        operator.all(MUTES, 200)
                .forEach(mute -> operator.delete(MUTES + "/" + mute.get("id").asString()));
    }

    @Test
    void aBanByItsIdOrByItsRecord() {
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
    void aMute() {
        JsonNode mute =
                operator.post(MUTES, "{\"nick\":\"troll\",\"shadow\":true}").json();
        assertThat(undo(mute.get("action").asString()).text("undone")).isEqualTo("mute");
        assertThat(operator.get(MUTES).items()).isEmpty();
    }

    @Test
    void whatWasTakenBackIsInForceAgainForWhatIsLeftOfIt() {
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
    void aChangeOfARoomAndItsEnd() throws IOException {
        try (var ann = Person.named("ann-u", chat.port())) {
            ann.say("/join #undone");
            ann.say("/topic first");
            ann.hearLike("first");
            String room = "/api/v1/rooms/undone";
            JsonNode changed = operator.patch(room, "{\"topic\":\"second\",\"slowSeconds\":10,\"key\":\"pass\"}")
                    .json();
            assertThat(changed.get("slowSeconds").asInt()).isEqualTo(10);
            assertThat(undo(changed.get("action").asString()).status()).isEqualTo(200);
            JsonNode restored = operator.get(room).json();
            assertThat(restored.get("topic").asString()).isEqualTo("first");
            assertThat(restored.get("slowSeconds").asInt()).isZero();
            assertThat(restored.get("owner").isNull()).isTrue();

            operator.patch(room, "{\"slowSeconds\":20}");
            String closing = operator.delete(room + "?reason=over").text("action");
            ann.hear("*** #undone was closed: over");
            assertThat(operator.get(room).status()).isEqualTo(404);
            undo(closing);
            assertThat(operator.get(room).json().get("slowSeconds").asInt()).isEqualTo(20);
            operator.delete(room);
        }
    }

    @Test
    void bannedNicksSurviveAChangeAndItsUndo() throws IOException {
        operator.post("/api/v1/accounts", "{\"name\":\"nina-u\",\"password\":\"other-battery-8\"}");
        try (var nina = Person.silent(chat.port());
                var eve = Person.named("eve-n", chat.port())) {
            nina.say("/login nina-u other-battery-8");
            nina.say("/join #nick-bans");
            nina.hearLike("You are in #nick-bans");
            nina.say("/ban eve-n");
            nina.hear("*** nina-u set #nick-bans: ban eve-n");
            String room = "/api/v1/rooms/nick-bans";
            JsonNode changed = operator.patch(room, "{\"slowSeconds\":10}").json();
            assertThat(changed.get("bannedNicks").toString()).isEqualTo("[\"eve-n\"]");
            nina.say("/unban eve-n");
            nina.hear("*** nina-u set #nick-bans: no ban eve-n");
            undo(changed.get("action").asString());
            assertThat(operator.get(room).json().get("bannedNicks").toString()).isEqualTo("[\"eve-n\"]");
            eve.say("/join #nick-bans");
            eve.hear("*** error banned: you are banned from #nick-bans");
        }
        operator.delete("/api/v1/accounts/nina-u");
    }

    @Test
    void aRoomThatIsGivenBackHasItsHistoryUnlessAnotherHadTheNameSince() throws IOException {
        String messages = "/api/v1/rooms/given/messages";
        try (var ann = Person.named("ann-g", chat.port())) {
            ann.say("/join #given");
            operator.patch("/api/v1/rooms/given", "{\"slowSeconds\":0,\"topic\":\"tea\"}");
            ann.say("hello");
            ann.hear("<ann-g> hello");
            undo(operator.delete("/api/v1/rooms/given?reason=over").text("action"));
            ann.say("/join #given");
            ann.say("/history 1");
            ann.hear("*** history of #given: 1 line, complete");

            ann.say("/leave");
            String closing = operator.delete("/api/v1/rooms/given?reason=over").text("action");
            try (var eve = Person.named("eve-g", chat.port())) {
                eve.say("/join #given");
                eve.say("secret");
                eve.hear("<eve-g> secret");
            }
            await().until(() -> operator.get("/api/v1/rooms/given").status() == 404);
            undo(closing);
            ann.say("/join #given");
            ann.say("/history 9");
            ann.hear("*** history of #given: 1 line, complete");
            assertThat(operator.get(messages).items())
                    .singleElement()
                    .satisfies(message ->
                            assertThat(message.get("text").asString()).isEqualTo("tea"));
            assertThat(operator.get(messages + "?life=all").items()).hasSizeGreaterThan(2);
            operator.delete("/api/v1/rooms/given");
        }
    }

    @Test
    void aModeratorTakesBackNoChangeOfARoom() throws IOException {
        try (var ann = Person.named("ann-m", chat.port())) {
            ann.say("/join #moderated");
            ann.hearLike("You are in #moderated");
            String action = operator.patch("/api/v1/rooms/moderated", "{\"topic\":\"x\"}")
                    .text("action");
            var reply = operator.send(
                    operator.request("/api/v1/actions/" + action + "/undo", operator.newToken("moderator"))
                            .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
            assertThat(reply.status()).isEqualTo(403);
            assertThat(operator.get("/api/v1/rooms/moderated").text("topic")).isEqualTo("x");
        }
    }

    @Test
    void whatWasNotDoneOrCannotBeTakenBackIsNot() throws IOException {
        try (var eve = Person.named("eve-u", chat.port())) {
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

    private Operator.Reply undo(String id) {
        return operator.post("/api/v1/actions/" + id + "/undo", "");
    }

    @Test
    void theBanThatWasThereBeforeIsInForceAgain() {
        operator.post(BANS, "{\"nick\":\"troll\",\"reason\":\"first\"}");
        JsonNode second = operator.post(BANS, "{\"nick\":\"troll\",\"reason\":\"second\",\"duration\":\"PT1H\"}")
                .json();
        assertThat(undo(second.get("action").asString()).status()).isEqualTo(200);
        assertThat(operator.get(BANS).items()).singleElement().satisfies(ban -> {
            assertThat(ban.get("reason").asString()).isEqualTo("first");
            assertThat(ban.get("expiresAt").isNull()).isTrue();
        });
    }

    /** Neither a name that may be somebody else's by now, nor an open door. */
    @Test
    void aRoomIsGivenBackToNobodyWhoIsNoMoreAndNotWithoutItsLock() throws IOException {
        operator.post("/api/v1/accounts", "{\"name\":\"olga-u\",\"password\":\"other-battery-8\"}");
        try (var olga = Person.silent(chat.port())) {
            olga.say("/login olga-u other-battery-8");
            olga.hear("*** You are olga-u");
            olga.say("/join #hers");
            olga.hearLike("You are in #hers");
            olga.say("/room key sesame");
            olga.hearLike("key on");
        }
        String closing = operator.delete("/api/v1/rooms/hers").text("action");
        operator.delete("/api/v1/accounts/olga-u");
        assertThat(undo(closing).text("result")).isEqualTo("as it was before, but for members only: its key is lost");
        JsonNode hers = operator.get("/api/v1/rooms/hers").json();
        assertThat(hers.get("owner").asString()).isEqualTo("operator");
        assertThat(hers.get("membersOnly").asBoolean()).isTrue();
        operator.delete("/api/v1/rooms/hers");
    }
}
