package dev.parley.rest.clients;

import static dev.parley.rest.SseClient.has;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.SseClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** What one client sends and is sent, shown to who has a reason. */
@StartedParley
class TraceControllerTest {
    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    private ChatUser tim;
    private String path;

    @BeforeEach
    void timIsThere() throws IOException {
        tim = ChatUser.named("tim", chat.port());
        path = "/api/v1/clients/"
                + operator.get("/api/v1/clients?nick=tim")
                        .items()
                        .getFirst()
                        .get("id")
                        .asString() + "/trace";
    }

    @AfterEach
    void timGoes() throws IOException {
        tim.close();
    }

    @Test
    void traceShowsBothDirectionsUntilDisconnectWithoutSecrets() throws Exception {
        try (var following = follow("?reason=he%20says%20it%20hangs")) {
            tim.say("is it there?");
            following.await("in", has("line", "is it there?"));
            following.await("out", has("line", "<tim> is it there?"));
            tim.say("/login tim correct-horse");
            following.await("in", has("line", "/login …"));
            tim.say("/login tim");
            tim.hearLike("password");
            tim.say("correct-horse");
            following.await("in", has("line", "…"));
            tim.close();
            assertThat(following.await("end", data -> true).data().get("why").asString())
                    .isEqualTo("closed");
            following.awaitEnd();
            assertThat(following.told().toString()).doesNotContain("horse");
        }
    }

    @Test
    void traceStopsAfterItsSecondsAndASecondTraceIsRefused() throws Exception {
        try (var following = follow("?reason=why&seconds=1")) {
            assertThat(operator.get(path + "?reason=too").text("code")).isEqualTo("traced");
            assertThat(following.await("end", data -> true).data().get("why").asString())
                    .isEqualTo("over");
            following.awaitEnd();
        }
        follow("?reason=again").close();
    }

    @Test
    void traceOfASilentClientSendsCommentsSoThatALostReaderIsNoticed() {
        assertThat(operator.text(operator.request(path + "?reason=why&seconds=2")))
                .contains(": still here\n", "event: end\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?reason=%20", "?reason=x&seconds=0", "?reason=x&seconds=301", "?reason=x&seconds=one"})
    void traceWithoutAReasonOrWithInvalidSecondsIsRefused(String query) {
        var reply = operator.get(path + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
    }

    @Test
    void traceOfAnUnknownClientIsNotFound() {
        assertThat(operator.get("/api/v1/clients/nobody/trace?reason=x").text("code"))
                .isEqualTo("no-such-client");
    }

    private SseClient follow(String query) throws IOException, InterruptedException {
        return new SseClient(operator.request(path + query));
    }
}
