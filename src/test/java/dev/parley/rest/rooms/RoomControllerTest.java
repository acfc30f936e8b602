package dev.parley.rest.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@StartedParley
class RoomControllerTest {
    private static final String ROOMS = "/api/v1/rooms";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void roomIsShownWithItsMembersAndTopic() throws IOException {
        try (var jana = ChatUser.named("jana", chat.port())) {
            jana.say("/join #tea");
            jana.say("/topic green, \"black\"");
            jana.hear("*** jana set the topic of #tea: green, \"black\"");

            assertThat(room("#tea").toString()).isEqualTo("""
                    {"name":"#tea","members":1,"listening":1,"topic":"green, \\"black\\""}""");
        }
    }

    @Test
    void unannouncedGuestsCountAsListeningButNotAsMembers() throws IOException {
        try (var guest = ChatUser.silent(chat.port())) {
            JsonNode lobby = room("#lobby");

            assertThat(lobby.get("topic").isNull()).isTrue();
            assertThat(lobby.get("listening").asInt())
                    .isGreaterThan(lobby.get("members").asInt());
        }
    }

    @Test
    void pagesShowEveryRoomOnce() throws IOException {
        try (var kurt = ChatUser.named("kurt", chat.port())) {
            kurt.say("/join #p2");
            kurt.say("/join #p1");
            kurt.say("/join #p3");
            kurt.hear("*** You are in #p3 (1 here)");

            List<String> names = operator.all(ROOMS, 1).stream()
                    .map(room -> room.get("name").asString())
                    .toList();

            assertThat(names).doesNotHaveDuplicates().containsSubsequence("#lobby", "#p1", "#p2", "#p3");
        }
    }

    @Test
    void roomsAreFoundByAPartOfTheirNameOrTopicAndSortedByMembers() throws IOException {
        try (var kurt = ChatUser.named("kurt", chat.port());
                var lena = ChatUser.named("lena", chat.port())) {
            for (var person : List.of(kurt, lena)) {
                person.say("/join #find-b");
                person.hearLike("You are in #find-b");
            }
            kurt.say("/join #find-a");
            kurt.say("/join #find-c");
            kurt.say("/join #other");
            kurt.hearLike("You are in #other");
            kurt.say("/topic we FIND things");
            kurt.hearLike("set the topic of #other");

            assertThat(names("find", "")).containsExactly("#find-a", "#find-b", "#find-c", "#other");
            assertThat(names("#FIND-", "&sort=-name")).containsExactly("#find-c", "#find-b", "#find-a");
            assertThat(names("#FIND-", "&sort=-members")).containsExactly("#find-b", "#find-a", "#find-c");
            assertThat(names("#FIND-", "&sort=members")).containsExactly("#find-a", "#find-c", "#find-b");
            assertThat(names("nothing-like-this", "&sort=members")).isEmpty();
        }
    }

    private List<String> names(String q, String parameters) {
        return operator.all(ROOMS, 1, "&q=" + q.replace("#", "%23") + parameters).stream()
                .map(room -> room.get("name").asString())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort=topic",
                "sort=",
                "sort=-members&cursor=lobby",
                "sort=-members&cursor=1.",
                "sort=-members&cursor=9999999999.lobby",
                "sort=name&cursor=1.lobby"
            })
    void invalidRoomQueryIsRefused(String query) {
        assertThat(operator.get(ROOMS + "?" + query).text("code")).isEqualTo("bad-argument");
    }

    @Test
    void roomIsShownWithItsSettings() throws IOException {
        try (var rita = ChatUser.named("rita", chat.port())) {
            rita.say("/join #settled");
            rita.hearLike("You are in #settled");
            JsonNode shown = operator.get(ROOMS + "/SETTLED").json();
            assertThat(shown.propertyNames())
                    .containsExactly(
                            "name",
                            "members",
                            "listening",
                            "topic",
                            "names",
                            "owner",
                            "operators",
                            "invited",
                            "banned",
                            "bannedNicks",
                            "membersOnly",
                            "moderated",
                            "locked",
                            "slowSeconds");
            assertThat(shown.get("names").toString()).isEqualTo("[\"rita\"]");
            assertThat(shown.get("owner").isNull()).isTrue();

            var changed = operator.patch(
                    ROOMS + "/settled",
                    "{\"slowSeconds\":30,\"key\":\"sesame\",\"topic\":\"quiet\",\"reason\":\"loud\"}");
            assertThat(changed.status()).isEqualTo(200);
            rita.hear("*** operator set #settled: key on, slow 30");
            rita.hear("*** operator set the topic of #settled: quiet");
            shown = operator.get(ROOMS + "/settled").json();
            assertThat(shown.get("owner").asString()).isEqualTo("operator");
            assertThat(shown.get("locked").asBoolean()).isTrue();
            assertThat(shown.get("topic").asString()).isEqualTo("quiet");
            assertThat(operator.get("/api/v1/audit?limit=1").json().toString()).doesNotContain("sesame");
            rita.say("one");
            rita.hear("<rita> one");
            rita.say("two");
            rita.hearLike("rate-limited");
        }
        var closed = operator.delete(ROOMS + "/settled?reason=enough");
        assertThat(closed.status()).isEqualTo(200);
        assertThat(closed.json().get("left").asInt()).isZero();
        assertThat(operator.get(ROOMS + "/settled").text("code")).isEqualTo("no-such-room");
    }

    @Test
    void membersOfAClosedRoomAreNotifiedAndMovedToTheLobby() throws IOException {
        try (var rosa = ChatUser.named("rosa", chat.port())) {
            rosa.say("/join #closing");
            rosa.hearLike("You are in #closing");
            assertThat(operator.delete(ROOMS + "/closing").json().get("left").asInt())
                    .isEqualTo(1);
            rosa.hear("*** #closing was closed: an operator closed this room");
            rosa.hear("*** you are in #lobby");
            rosa.say("still here");
            rosa.hear("<rosa> still here");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lobby  | {}                          | bad-argument",
                "lobby  | {\"membersOnly\":true}      | bad-argument",
                "lobby  | {\"key\":\"x\"}             | bad-argument",
                "lobby  | {\"slowSeconds\":-1}        | bad-argument",
                "lobby  | {\"slowSeconds\":3601}      | bad-argument",
                "lobby  | {\"slowSeconds\":\"often\"} | bad-argument",
                "lobby  | {\"owner\":\"nobody\"}      | no-such-account",
                "absent | {\"topic\":\"x\"}           | no-such-room",
                "a%20b  | {\"topic\":\"x\"}           | no-such-room",
            })
    void invalidRoomChangeIsRefused(String room, String patch, String code) {
        assertThat(operator.patch(ROOMS + "/" + room, patch).text("code")).isEqualTo(code);
    }

    @Test
    void ownerIsAnAccountInItsOwnSpellingOrTheOperators() throws IOException {
        operator.post("/api/v1/accounts", "{\"name\":\"Rolf-r\",\"password\":\"other-battery-8\"}");
        try (var rita = ChatUser.named("rita-r", chat.port())) {
            rita.say("/join #given");
            rita.hearLike("You are in #given");
            assertThat(operator.patch(ROOMS + "/given", "{\"owner\":\"rita-r\"}")
                            .text("code"))
                    .isEqualTo("no-such-account");
            assertThat(operator.patch(ROOMS + "/given", "{\"owner\":\"ROLF-R\",\"topic\":\"tea\"}")
                            .text("owner"))
                    .isEqualTo("Rolf-r");
            rita.hear("*** operator set #given: owned by Rolf-r");
            operator.delete("/api/v1/accounts/rolf-r");
            rita.hear("*** Rolf-r set #given: no owner");
            assertThat(operator.get(ROOMS + "/given").text("topic")).isEqualTo("tea");
            assertThat(operator.patch(ROOMS + "/given", "{\"owner\":\"Operator\",\"membersOnly\":true}")
                            .text("owner"))
                    .isEqualTo("operator");
            rita.hear("*** #given is for members only now; people already here stay until they leave");
        }
        operator.delete(ROOMS + "/given");
    }

    @Test
    void lobbyCanBeSlowedButNotClosed() {
        assertThat(operator.delete(ROOMS + "/lobby").text("code")).isEqualTo("bad-argument");
        var slowed = operator.patch(ROOMS + "/lobby", "{\"slowSeconds\":5}");
        assertThat(slowed.status()).isEqualTo(200);
        assertThat(operator.patch(ROOMS + "/lobby", "{\"slowSeconds\":0}")
                        .json()
                        .get("slowSeconds")
                        .asInt())
                .isZero();
    }

    private JsonNode room(String name) {
        return operator.get(ROOMS + "?limit=200").items().stream()
                .filter(room -> room.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
