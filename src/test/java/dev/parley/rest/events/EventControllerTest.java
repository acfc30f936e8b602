package dev.parley.rest.events;

import static dev.parley.rest.SseClient.has;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.activity.ActivityLog;
import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.SseClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What operators are told as it happens. */
@StartedParley
class EventControllerTest {
    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void streamShowsActivityInOrderWithoutMessageTexts() throws Exception {
        try (var following = follow("")) {
            String client;
            try (var eve = ChatUser.named("eve-1", chat.port())) {
                eve.say("/join #events");
                eve.hearLike("You are in #events");
                eve.say("a secret plan");
                eve.say("/msg eve-1 psst");
                eve.say("/logn eve-1 horse");
                eve.say("/login eve-1 horse");
                client = following
                        .await("join", has("room", "#events"))
                        .data()
                        .get("client")
                        .asString();
                eve.say("/leave #events");
                eve.say("/quit");
                eve.hearLike("bye quit");
            }
            following.await("disconnect", has("client", client));
            var mine = following.told().stream()
                    .filter(told -> has("client", client).test(told.data()))
                    .map(told -> told.event()
                            + (told.data().has("room") ? told.data().get("room").asString() : "")
                            + (told.data().has("command")
                                    ? " " + told.data().get("command").asString()
                                    : ""))
                    .toList();
            assertThat(mine)
                    .containsExactly(
                            "connect",
                            "command nick",
                            "join#lobby",
                            "rename",
                            "command join",
                            "join#events",
                            "message-meta#events",
                            "command msg",
                            "message-meta",
                            "command other",
                            "command login",
                            "command leave",
                            "leave#events",
                            "command quit",
                            "leave#lobby",
                            "disconnect");
            var said = following.await("message-meta", has("room", "#events"));
            assertThat(said.data().get("characters").asInt()).isEqualTo(13);
            assertThat(said.data().get("address").asString()).isEqualTo("127.0.0.1");
            assertThat(said.data().get("id").asString()).isEqualTo(said.id());
            assertThat(following.told().toString()).doesNotContain("secret", "psst", "horse");
            assertThat(following
                            .await("disconnect", has("client", client))
                            .data()
                            .get("reason")
                            .asString())
                    .isEqualTo("quit");
        }
    }

    @Test
    void streamResumesAfterTheLastEventId() throws Exception {
        String last;
        try (var following = follow("")) {
            comesAndGoes("back-1");
            last = following.await("disconnect", has("nick", "back-1")).id();
        }
        comesAndGoes("back-2");
        try (var following = new SseClient(
                operator.request("/api/v1/events?type=rename,disconnect").header("Last-Event-ID", last))) {
            following.await("disconnect", has("nick", "back-2"));
            comesAndGoes("back-3");
            following.await("disconnect", has("nick", "back-3"));
            assertThat(following.told())
                    .filteredOn(told -> told.data().has("nick")
                            && told.data().get("nick").asString().startsWith("back-"))
                    .extracting(
                            told -> told.event() + " " + told.data().get("nick").asString())
                    .containsExactly("rename back-2", "disconnect back-2", "rename back-3", "disconnect back-3");
        }
    }

    @Test
    void streamBeginsWithTheLastEventsThatMatchAndContinuesLive() throws Exception {
        comesAndGoes("past-1");
        comesAndGoes("past-2");
        comesAndGoes("past-3");
        try (var following = follow("")) { // so that all are stored
            comesAndGoes("past-4");
            following.await("disconnect", has("nick", "past-4"));
        }
        try (var following = follow("?last=3&type=disconnect")) {
            comesAndGoes("past-5");
            following.await("disconnect", has("nick", "past-5"));
            assertThat(following.told())
                    .extracting(told -> told.data().get("nick").asString())
                    .containsExactly("past-2", "past-3", "past-4", "past-5");
        }
        try (var following = follow("?last=200&type=disconnect&nick=PAST-1")) {
            following.await("disconnect", data -> true);
            assertThat(following.told()).hasSize(1);
        }
    }

    @Test
    void lastEventsAndTheLastEventIdExcludeEachOther() {
        var reply = operator.send(operator.request("/api/v1/events?last=5").header("Last-Event-ID", "0"));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
    }

    @Test
    void streamSendsOnlyEventsThatMatchTheQuery() throws Exception {
        try (var following = follow("?type=join,leave&room=picked&nick=PICK-1&address=127.0.0.0/8")) {
            try (var other = ChatUser.named("other-1", chat.port());
                    var picked = ChatUser.named("pick-1", chat.port())) {
                other.say("/join #picked");
                other.hearLike("You are in #picked");
                picked.say("/join #unpicked");
                picked.say("/join #picked");
                following.await("join", data -> true);
                picked.say("/leave #picked");
                following.await("leave", data -> true);
            }
            assertThat(following.told()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?type=dance",
                "?room=a%20b",
                "?nick=a%20b",
                "?address=here",
                "?last=0",
                "?last=201",
                "?last=-1",
                "?last=all"
            })
    void invalidEventQueryIsRefused(String query) {
        var reply = operator.get("/api/v1/events" + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
    }

    @Test
    void nonNumericLastEventIdIsRefused() {
        var reply = operator.send(operator.request("/api/v1/events").header("Last-Event-ID", "one"));
        assertThat(reply.status()).isEqualTo(400);
    }

    private void comesAndGoes(String nick) throws IOException {
        try (var person = ChatUser.named(nick, chat.port())) {
            person.say("/quit");
            person.hearLike("bye quit");
        }
    }

    private SseClient follow(String query) throws IOException, InterruptedException {
        return new SseClient(operator.request("/api/v1/events" + query));
    }

    @Test
    void streamIsClosedWhenItsTokenIsRevoked() throws Exception {
        var made = operator.post("/api/v1/tokens", "{\"name\":\"follower\",\"role\":\"viewer\"}");
        try (var following = new SseClient(operator.request("/api/v1/events", made.text("token")))) {
            comesAndGoes("before");
            following.await("disconnect", has("nick", "before"));
            operator.delete("/api/v1/tokens/" + made.text("id"));
            following.awaitEnd();
        }
    }

    @Test
    void callerReconnectsAllItsStreamsRightAfterTheirConnectionsWereLost() throws Exception {
        String token = operator.newToken("viewer");
        for (int round = 0; round < 3; round++) {
            List<Socket> streams = new ArrayList<>();
            for (int i = 0; i < ActivityLog.MAX_FOLLOWERS_PER_CALLER; i++) {
                streams.add(followed(token));
            }
            for (Socket stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void ninthStreamOfACallerIsRefused() throws Exception {
        String token = operator.newToken("viewer");
        List<Socket> streams = new ArrayList<>();
        for (int i = 0; i < ActivityLog.MAX_FOLLOWERS_PER_CALLER; i++) {
            streams.add(followed(token));
        }

        var ninth = operator.send(operator.request("/api/v1/events", token));

        assertThat(ninth.status()).isEqualTo(409);
        assertThat(ninth.text("code")).isEqualTo("too-many-followers");
        follow("").close();
        for (Socket stream : streams) {
            stream.close();
        }
    }

    /** Opens a stream on a connection of its own, and returns it when the response has begun. */
    private Socket followed(String token) throws IOException {
        var socket = new Socket("127.0.0.1", operator.port());
        socket.getOutputStream()
                .write(("GET /api/v1/events?type=gap HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        var status = new byte["HTTP/1.1 200".length()];
        assertThat(socket.getInputStream().readNBytes(status, 0, status.length)).isEqualTo(status.length);
        assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200");
        return socket;
    }

    /** Its client would be gone without anyone noticing. */
    @Test
    void headRequestOpensNoStream() throws Exception {
        for (int i = 0; i < 40; i++) {
            var head = operator.request("/api/v1/events").method("HEAD", BodyPublishers.noBody());
            assertThat(operator.send(head).status()).isEqualTo(200);
        }
        follow("").close();
    }
}
