package dev.parley.rest.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.session.Sessions;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class ClientControllerTest {
    private static final String CLIENTS = "/api/v1/clients";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Autowired
    Sessions sessions;

    @Test
    void clientHasExactlyTheDocumentedFields() throws IOException {
        try (var anna = ChatUser.named("anna", chat.port())) {
            anna.say("/join #dev");
            anna.say("/format json");
            anna.hear("{\"type\":\"notice\",\"text\":\"format json\"}");

            JsonNode client = client("anna");

            assertThat(client.propertyNames())
                    .containsExactly(
                            "id",
                            "nick",
                            "account",
                            "address",
                            "listener",
                            "tls",
                            "announced",
                            "rooms",
                            "format",
                            "connectedAt",
                            "idleSeconds",
                            "linesInPerSecond",
                            "linesIn",
                            "linesOut",
                            "bytesIn",
                            "bytesOut",
                            "floodDelays",
                            "queuedLines",
                            "queuedBytes",
                            "queuedAgeMillis");
            assertThat(client.get("id").asString()).matches("[0-9a-z]{1,13}");
            assertThat(client.get("account").isNull()).isTrue();
            assertThat(client.get("address").asString()).isEqualTo("127.0.0.1");
            assertThat(client.get("listener").asString()).isEqualTo("plain");
            assertThat(client.get("tls").isNull()).isTrue();
            assertThat(client.get("announced").asBoolean()).isTrue();
            assertThat(client.get("rooms").toString()).isEqualTo("[\"#lobby\",\"#dev\"]");
            assertThat(client.get("format").asString()).isEqualTo("json");
            assertThat(Duration.between(Instant.parse(client.get("connectedAt").asString()), Instant.now()))
                    .isBetween(Duration.ZERO, Duration.ofMinutes(1));
            assertThat(client.get("idleSeconds").asLong()).isBetween(0L, 60L);
            assertThat(client.get("linesIn").asLong()).isEqualTo(3);
            assertThat(client.get("bytesIn").asLong()).isEqualTo("/nick anna\n/join #dev\n/format json\n".length());
        }
    }

    @Test
    void clientIsShownWithTheFieldsOfTheList() throws IOException {
        try (var bert = ChatUser.silent(chat.port());
                var cleo = ChatUser.named("cleo", chat.port())) {
            JsonNode listed = client("cleo");

            JsonNode shown = operator.get(CLIENTS + "/" + id(listed)).json();

            assertThat(shown.get("nick").asString()).isEqualTo("cleo");
            assertThat(shown.propertyNames()).isEqualTo(listed.propertyNames());
        }
    }

    @Test
    void aSilentGuestIsListedAsNotAnnounced() throws IOException {
        try (var guest = ChatUser.silent(chat.port())) {
            assertThat(operator.get(CLIENTS).items())
                    .filteredOn(client -> !client.get("announced").asBoolean())
                    .anySatisfy(
                            client -> assertThat(client.get("nick").asString()).startsWith("guest-"));
        }
    }

    @Test
    void nickFilterIgnoresCaseAndMatchesTheWholeNick() throws IOException {
        try (var dora = ChatUser.named("dora", chat.port())) {
            assertThat(operator.get(CLIENTS + "?nick=DORA").items())
                    .singleElement()
                    .satisfies(
                            client -> assertThat(client.get("nick").asString()).isEqualTo("dora"));
            assertThat(operator.get(CLIENTS + "?nick=dor").items()).isEmpty();
        }
    }

    @Test
    void pagesShowEveryClientOnceInOrderOfConnection() throws IOException {
        try (var eve = ChatUser.named("eve", chat.port());
                var finn = ChatUser.named("finn", chat.port());
                var gus = ChatUser.named("gus", chat.port())) {
            List<String> nicks = operator.all(CLIENTS, 1).stream()
                    .map(client -> client.get("nick").asString())
                    .filter(List.of("eve", "finn", "gus")::contains)
                    .toList();

            assertThat(nicks).containsExactly("eve", "finn", "gus");
        }
    }

    /** This client never ends its side: its socket is closed when it had its time. */
    @Test
    void aKickReturnsAfterTheSocketIsClosedAndIsLogged(CapturedOutput output) throws IOException {
        try (var hans = ChatUser.named("hans", chat.port())) {
            String id = id(client("hans"));

            var reply = operator.delete(CLIENTS + "/" + id + "?reason=" + encoded("no \"spam\"\nresult=fine"));

            assertThat(sessions.find(id)).isEmpty();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().toString())
                    .isEqualTo("{\"id\":\"" + id + "\",\"nick\":\"hans\",\"reason\":\"no \\\"spam\\\"result=fine\"}");
            hans.hear("*** bye kicked: no \"spam\"result=fine");
            assertThat(output).contains("""
                    actor="token" address=127.0.0.1 action=kick target="%s (hans)" reason="no \\"spam\\"result=fine" \
                    result="kicked hans\"""".formatted(id));
            assertThat(operator.get(CLIENTS + "/" + id).status()).isEqualTo(404);
        }
    }

    @Test
    void secondKickOfAClientIsNotFound() throws IOException {
        try (var ida = ChatUser.named("ida", chat.port())) {
            String id = id(client("ida"));
            var leaver =
                    Thread.startVirtualThread(() -> leaveWhenTold(ida, "*** bye kicked: an operator disconnected you"));

            assertThat(operator.delete(CLIENTS + "/" + id + "?reason=%20").status())
                    .isEqualTo(200);
            var second = operator.delete(CLIENTS + "/" + id);

            assertThat(second.status()).isEqualTo(404);
            assertThat(second.text("code")).isEqualTo("no-such-client");
            assertThat(leaver).satisfies(Thread::join);
        }
    }

    private JsonNode client(String nick) {
        return operator.get(CLIENTS + "?nick=" + nick).items().getFirst();
    }

    private static String id(JsonNode client) {
        return client.get("id").asString();
    }

    private static void leaveWhenTold(ChatUser person, String bye) {
        try {
            person.hear(bye);
            person.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
