package dev.parley.rest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import dev.parley.webhook.WebhookReceiver;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The way of an event from the chat to a webhook, where that may be near. */
@StartedParley
@TestPropertySource(properties = "parley.webhooks.allow-private-networks=true")
class WebhookDeliveryTest {
    private static final String WEBHOOKS = "/api/v1/webhooks";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Test
    void eventsAfterCreationAreDeliveredInOrderAndCounted() throws Exception {
        try (var receiver = new WebhookReceiver()) {
            var made = operator.post(
                    WEBHOOKS,
                    "{\"url\":\"%s\",\"types\":[\"join\",\"leave\",\"disconnect\"]}".formatted(receiver.url()));
            try (var bob = ChatUser.named("hook-1", chat.port())) {
                bob.say("/join #hooks");
                bob.hearLike("You are in #hooks");
                bob.say("/quit");
                bob.hearLike("bye quit");
            }
            await().until(() -> receiver.got().stream()
                    .anyMatch(got -> json(got).get("type").asString().equals("disconnect")));
            List<String> told = receiver.got().stream()
                    .map(WebhookDeliveryTest::json)
                    .filter(event -> event.has("nick"))
                    .map(event -> event.get("type").asString()
                            + (event.has("room") ? event.get("room").asString() : ""))
                    .toList();
            assertThat(told).containsExactly("join#lobby", "join#hooks", "leave#hooks", "leave#lobby", "disconnect");
            assertThat(receiver.got())
                    .allMatch(got -> json(got).get("id").asString().equals(got.id()));
            await().until(() -> listed().get("delivered").asInt() == told.size());
            assertThat(listed().get("pending").asInt()).isZero();
            assertThat(operator.delete(WEBHOOKS + "/" + made.text("id")).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void webhookGetsTheCreationOfOthersButNotItsOwn() throws Exception {
        try (var one = new WebhookReceiver();
                var other = new WebhookReceiver()) {
            String first = made(one);
            String second = made(other);
            operator.newToken("viewer");

            await().until(() -> results(one).getLast().contains(", role ")
                    && results(other).getLast().contains(", role "));
            operator.delete(WEBHOOKS + "/" + first);
            operator.delete(WEBHOOKS + "/" + second);
            assertThat(results(one)).contains("created " + second).doesNotContain("created " + first);
            assertThat(results(other)).doesNotContain("created " + second);
        }
    }

    private String made(WebhookReceiver receiver) {
        return operator.post(WEBHOOKS, "{\"url\":\"%s\",\"types\":[\"admin\"]}".formatted(receiver.url()))
                .text("id");
    }

    private static List<String> results(WebhookReceiver receiver) {
        return Stream.concat(
                        Stream.of("none"),
                        receiver.got().stream()
                                .map(WebhookDeliveryTest::json)
                                .map(event -> event.path("result").asString("")))
                .toList();
    }

    private JsonNode listed() {
        return operator.get(WEBHOOKS).items().getFirst();
    }

    private static JsonNode json(WebhookReceiver.ReceivedRequest got) {
        return new JsonMapper().readTree(got.body());
    }
}
