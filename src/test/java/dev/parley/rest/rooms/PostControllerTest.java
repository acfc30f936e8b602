package dev.parley.rest.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** Messages that tokens send to rooms. */
@StartedParley
class PostControllerTest {
    private static int tokens;

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    private String name = "";
    private String token = "";

    @BeforeEach
    void createToken() {
        name = "ci" + ++tokens;
        token = newToken(name, "poster");
    }

    @Test
    void postedMessageIsBroadcastAndStoredUnderTheNameOfTheToken() throws IOException {
        try (var ann = ChatUser.named("postann", chat.port())) {
            ann.say("/join #builds");
            ann.hearLike("You are in #builds");

            var reply = post("builds", Map.of("text", "build 41 passed\n"));

            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.json().propertyNames()).containsExactly("id", "room", "from", "text", "at");
            assertThat(reply.text("at")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3})?Z");
            assertThat(reply.text("from")).isEqualTo("token-" + name);
            ann.hear("<token-" + name + "> build 41 passed");
            ann.say("/format json");
            ann.say("/history");
            assertThat(ann.hearLike("\"message\""))
                    .startsWith(
                            "{\"type\":\"message\",\"id\":\"" + reply.text("id") + "\",\"room\":\"#builds\",\"from\":"
                                    + "\"token-" + name + "\",\"text\":\"build 41 passed\"");
            assertThat(operator.get("/api/v1/rooms/builds/messages").items())
                    .extracting(message -> message.get("id").asString())
                    .containsExactly(reply.text("id"));
        }
    }

    @Test
    void messageOfTheTokenFileHasTheNameOperator() {
        var reply = operator.post("/api/v1/rooms/lobby/messages", "{\"text\":\"/quit\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text("from")).isEqualTo("operator");
        assertThat(reply.text("text")).isEqualTo("/quit");
    }

    @ParameterizedTest
    @CsvSource({"nowhere", "no%20room", "hidden"})
    void postToARoomThatDoesNotExistIsNotFound(String room) {
        assertRefused(post(room, Map.of("text", "hi")), 404, "no-such-room");
    }

    static Stream<Map<String, String>> invalidMessages() {
        return Stream.of(
                Map.of(),
                Map.of("text", ""),
                Map.of("text", " \u200B\u001B[A\n"),
                Map.of("text", "two\nlines"),
                Map.of("text", "two\rlines"),
                Map.of("text", "hi\n\n"),
                Map.of("text", "\u00E9".repeat(2_049)),
                Map.of("text", "hi", "key", ""),
                Map.of("text", "hi", "key", "two words"),
                Map.of("text", "hi", "key", "k".repeat(65)));
    }

    @ParameterizedTest
    @MethodSource("invalidMessages")
    void invalidMessageIsRefused(Map<String, String> message) {
        assertRefused(post("lobby", message), 400, "bad-argument");
    }

    @Test
    void textIsCleanedAsInTheChat() {
        var reply = post("lobby", Map.of("text", "\u001B[31mred\u0000 \u202Etext\t!"));

        assertThat(reply.text("text")).isEqualTo("red text !");
    }

    @Test
    void messageOfTheLineLimitIsAccepted() {
        assertThat(post("lobby", Map.of("text", "x".repeat(4_096) + "\r\n")).status())
                .isEqualTo(201);
    }

    @Test
    void repeatedKeyIsAnsweredWithTheFirstMessage() throws IOException {
        try (var ann = ChatUser.named("keyann", chat.port())) {
            var first = post("lobby", Map.of("text", "once", "key", "build-41"));
            var second = post("lobby", Map.of("text", "once", "key", "build-41"));
            post("lobby", Map.of("text", "end"));

            assertThat(second.status()).isEqualTo(201);
            assertThat(second.text("id")).isEqualTo(first.text("id"));
            assertThat(ann.linesUntil("<token-" + name + "> end")).containsOnlyOnce("<token-" + name + "> once");
            assertRefused(post("lobby", Map.of("text", "other", "key", "build-41")), 409, "key-used");
        }
    }

    @Test
    void keyOfAnotherTokenIsAnotherKey() {
        String other = newToken(name + "b", "poster");

        String first = post("lobby", Map.of("text", "once", "key", "k")).text("id");

        assertThat(post(other, "lobby", Map.of("text", "once", "key", "k")).text("id"))
                .isNotEqualTo(first);
    }

    @Test
    void mutedTokenIsRefusedWithTheReason() {
        String mute = mute("");

        var reply = post("lobby", Map.of("text", "hi"));

        assertRefused(reply, 403, "muted");
        assertThat(reply.text("detail")).contains("too loud");
        operator.delete("/api/v1/mutes/" + mute);
        assertThat(post("lobby", Map.of("text", "hi")).status()).isEqualTo(201);
    }

    @Test
    void shadowMutedTokenIsAnsweredButReachesNobody() throws IOException {
        try (var ann = ChatUser.named("shadowann", chat.port())) {
            String mute = mute(",\"shadow\":true");
            assertThat(post("lobby", Map.of("text", "unseen")).status()).isEqualTo(201);
            operator.delete("/api/v1/mutes/" + mute);
            post("lobby", Map.of("text", "seen"));

            assertThat(ann.linesUntil("<token-" + name + "> seen")).noneMatch(line -> line.contains("unseen"));
        }
    }

    @Test
    void roomsKeyAndMembershipSettingsDoNotApplyToTokensButSlowModeDoes() throws IOException {
        try (var ann = ChatUser.named("slowann", chat.port())) {
            ann.say("/join #slowposts");
            ann.hearLike("#slowposts");
            operator.patch(
                    "/api/v1/rooms/slowposts",
                    "{\"key\":\"sesame\",\"membersOnly\":true,\"moderated\":true,\"slowSeconds\":600}");

            assertThat(post("slowposts", Map.of("text", "one")).status()).isEqualTo(201);
            var second = post("slowposts", Map.of("text", "two"));

            assertRefused(second, 429, "rate-limited");
            assertThat(Integer.parseInt(second.header("Retry-After"))).isBetween(1, 600);
        }
    }

    @ParameterizedTest
    @CsvSource({"a.dot, 409, unusable-name", "viewer-only, 403, forbidden"})
    void tokenThatCannotPostIsRefused(String name, int status, String code) {
        String role = name.startsWith("viewer") ? "viewer" : "moderator";

        assertRefused(post(newToken(name, role), "lobby", Map.of("text", "hi")), status, code);
    }

    @ParameterizedTest
    @CsvSource({"token-ci", "Token-CI", "oidc-ann", "token-"})
    void nameOfATokenCannotBeTakenInTheChat(String nick) throws IOException {
        try (var eve = ChatUser.arriving(chat.port())) {
            eve.say("/nick " + nick);
            eve.hearLike("*** error nick-reserved");
            assertThat(operator.post("/api/v1/accounts", "{\"name\":\"" + nick + "\",\"password\":\"gone-fishing-7\"}")
                            .status())
                    .isEqualTo(400);
        }
    }

    private String mute(String fields) {
        return operator.post("/api/v1/mutes", "{\"nick\":\"token-" + name + "\",\"reason\":\"too loud\"" + fields + "}")
                .text("id");
    }

    private String newToken(String tokenName, String role) {
        return operator.post("/api/v1/tokens", "{\"name\":\"" + tokenName + "\",\"role\":\"" + role + "\"}")
                .text("token");
    }

    private OperatorClient.HttpReply post(String room, Map<String, String> message) {
        return post(token, room, message);
    }

    private OperatorClient.HttpReply post(String as, String room, Map<String, String> message) {
        return operator.send(operator.request("/api/v1/rooms/" + room + "/messages", as)
                .header("Content-Type", OperatorClient.JSON)
                .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(message))));
    }

    private static void assertRefused(OperatorClient.HttpReply reply, int status, @Nullable String code) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text("code")).isEqualTo(code);
    }
}
