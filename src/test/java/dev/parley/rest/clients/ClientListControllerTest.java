package dev.parley.rest.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Clients in the order, and of the kind, that was asked for; those that are gone; and a word to one of them. */
@StartedParley
class ClientListControllerTest {
    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    private final List<ChatUser> people = new ArrayList<>();

    @BeforeEach
    void threeAreThere() throws IOException {
        for (String name : List.of("ann", "Ben", "cyd")) {
            var person = ChatUser.named(name, chat.port());
            people.add(person);
            for (int i = 0; i < 2 * people.size(); i++) {
                person.say("/ping " + i);
                person.hear("*** pong " + i);
            }
        }
        people.getLast().say("/join #dev");
        people.getLast().hearLike("You are in #dev");
    }

    @AfterEach
    void allLeave() throws IOException {
        for (var person : people) {
            person.close();
        }
        await().until(() -> operator.get("/api/v1/clients").items().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"linesIn", "nick", "-nick", "-linesIn,nick", "announced,-rooms,nick", "-queued,id"})
    void clientListSortsByAnyColumnAlsoOverPages(String sort) {
        List<String> whole = nicks(operator.get("/api/v1/clients?sort=" + sort).items());
        assertThat(whole)
                .isEqualTo(
                        switch (sort) {
                            case "-nick", "-linesIn,nick" -> List.of("cyd", "Ben", "ann");
                            case "announced,-rooms,nick" -> List.of("cyd", "ann", "Ben");
                            default -> List.of("ann", "Ben", "cyd");
                        });
        assertThat(nicks(operator.all("/api/v1/clients", 1, "&sort=" + sort))).isEqualTo(whole);
    }

    @Test
    void clientListShowsOnlyClientsThatMatchItsFilter() {
        assertThat(listed("room=dev")).containsExactly("cyd");
        assertThat(listed("room=%23DEV&sort=nick")).containsExactly("cyd");
        assertThat(listed("room=nowhere")).isEmpty();
        assertThat(listed("ip=127.0.0.0/8&sort=nick")).containsExactly("ann", "Ben", "cyd");
        assertThat(listed("ip=192.0.2.0/24")).isEmpty();
        assertThat(listed("nick=BEN")).containsExactly("Ben");
        assertThat(listed("nick=BEN&room=dev")).isEmpty();
    }

    @Test
    void clientsAreFoundByAPartOfTheirNickOrAddress() {
        assertThat(listed("q=N&sort=nick")).containsExactly("ann", "Ben");
        assertThat(listed("q=+bEN+")).containsExactly("Ben");
        assertThat(listed("q=27.0.0.1&sort=nick")).containsExactly("ann", "Ben", "cyd");
        assertThat(listed("q=&sort=nick")).containsExactly("ann", "Ben", "cyd");
        assertThat(listed("q=n&room=dev")).isEmpty();
        assertThat(listed("q=%25")).isEmpty();
        assertThat(nicks(operator.all("/api/v1/clients", 1, "&q=n"))).containsExactly("ann", "Ben");
        assertThat(nicks(operator.all("/api/v1/clients", 1, "&q=n&sort=-nick"))).containsExactly("Ben", "ann");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort=height",
                "sort=",
                "sort=nick&cursor=x",
                "sort=nick&cursor=WzFd",
                "ip=here",
                "ip=10.1/8",
                "nick=no%20nick",
                "nick=",
                "room=%23",
                "room=a%20room",
                "q=%00"
            })
    void invalidClientQueryIsRefused(String query) {
        var reply = operator.get("/api/v1/clients?" + query);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
    }

    @Test
    void closedSessionsAreListedWithTheirReasonNewestFirst() throws IOException {
        people.get(0).say("/quit");
        people.get(0).hearLike("bye quit");
        people.get(0).close();
        await().until(() -> closed("nick=ann&reason=quit").size() == 1);
        String id = client("cyd").get("id").asString();
        assertThat(operator.delete("/api/v1/clients/" + id + "?reason=enough").status())
                .isEqualTo(200);
        await().until(() -> closed("nick=cyd&reason=kicked").size() == 1);
        JsonNode cyd = closed("room=dev").getFirst();
        assertThat(cyd.get("id").asString()).isEqualTo(id);
        assertThat(cyd.get("reason").asString()).isEqualTo("kicked");
        assertThat(cyd.get("linesIn").asInt()).isGreaterThan(6);
        assertThat(cyd.has("closedAt")).isTrue();
        assertThat(closed("nick=ann").getFirst().get("reason").asString()).isEqualTo("quit");
        assertThat(nicks(closed("limit=2"))).containsExactly("cyd", "ann");
        assertThat(nicks(closed("limit=1&q=AN"))).containsExactly("ann");
        String cursor = operator.get("/api/v1/clients/closed?limit=1").text("next");
        assertThat(nicks(closed("limit=1&cursor=" + cursor))).containsExactly("ann");
        assertThat(operator.get("/api/v1/clients/closed?cursor=nobody").status())
                .isEqualTo(400);
    }

    @Test
    void listOfClientsOfANameHonoursTheLimit() throws IOException {
        people.get(0).say("/register ann correct-horse-9");
        people.get(0).hearLike(" /resume ");
        try (var second = ChatUser.silent(chat.port())) {
            second.say("/login ann correct-horse-9");
            second.hearLike(" /resume ");

            List<JsonNode> whole = operator.get("/api/v1/clients?nick=ann").items();
            assertThat(whole).hasSize(2);
            assertThat(operator.get("/api/v1/clients?nick=ann&limit=1").items()).hasSize(1);
            assertThat(operator.all("/api/v1/clients", 1, "&nick=ann"))
                    .extracting(client -> client.get("id").asString())
                    .containsExactly(
                            whole.get(0).get("id").asString(),
                            whole.get(1).get("id").asString());
            assertThat(listed("account=ANN")).containsExactly("ann", "ann");
            assertThat(listed("q=AN")).containsExactly("ann", "ann");
            assertThat(operator.all("/api/v1/clients", 1, "&account=ann")).hasSize(2);
            assertThat(listed("account=an")).isEmpty();
            assertThat(listed("account=Ben")).isEmpty();
        }
        operator.delete("/api/v1/accounts/ann");
    }

    @Test
    void sortedListReturnsAClientThatMovedToTheFront() throws IOException {
        var first = operator.get("/api/v1/clients?sort=linesIn&limit=1");
        assertThat(nicks(first.items())).containsExactly("ann");
        for (int i = 0; i < 10; i++) {
            people.get(0).say("/ping again");
            people.get(0).hear("*** pong again");
        }
        String next = "&cursor=" + first.text("next");

        assertThat(nicks(operator.get("/api/v1/clients?sort=-linesIn&limit=3" + next)
                        .items()))
                .containsExactlyInAnyOrder("Ben", "cyd");
        var unknown = operator.get("/api/v1/clients?sort=linesIn&cursor=123e4567-e89b-12d3-a456-426614174000.1");
        assertThat(unknown.status()).isEqualTo(410);
        assertThat(unknown.text("code")).isEqualTo("cursor-expired");
    }

    @Test
    void cursorOfClosedClientsIsAPosition() throws IOException {
        for (var person : people) {
            person.say("/quit");
            person.hearLike("bye quit");
        }
        await().until(() -> closed("reason=quit&limit=3").size() == 3);
        String cursor = operator.get("/api/v1/clients/closed?limit=1").text("next");

        assertThat(Long.parseLong(cursor)).isPositive();
        assertThat(nicks(closed("nick=ann&limit=1&cursor=" + cursor))).containsExactly("ann");
        assertThat(closed("cursor=0")).isEmpty();
    }

    @Test
    void operatorMessageReachesOnlyOneClient() throws IOException {
        String path = "/api/v1/clients/" + client("Ben").get("id").asString() + "/messages";
        var reply = operator.post(path, "{\"text\":\"please\\r\\n slow down\"}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("nick")).isEqualTo("Ben");
        people.get(1).hear("*** message from an operator: please slow down");
        people.get(0).say("/ping quiet");
        people.get(0).hear("*** pong quiet");
        assertThat(operator.post(path, "{\"text\":\" \"}").status()).isEqualTo(400);
        assertThat(operator.post("/api/v1/clients/nobody/messages", "{\"text\":\"x\"}")
                        .text("code"))
                .isEqualTo("no-such-client");
    }

    private List<JsonNode> closed(String query) {
        return operator.get("/api/v1/clients/closed?" + query).items();
    }

    private JsonNode client(String nick) {
        return operator.get("/api/v1/clients?nick=" + nick).items().getFirst();
    }

    private List<String> listed(String query) {
        return nicks(operator.get("/api/v1/clients?" + query).items());
    }

    private static List<String> nicks(List<JsonNode> clients) {
        return clients.stream().map(client -> client.get("nick").asString()).toList();
    }
}
