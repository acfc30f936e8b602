package dev.parley.rest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.TestPropertySource;

/**
 * What operators say and read of webhooks. They are of a person who never comes, so nothing is sent. Their address is one
 * for documentation, which is refused by default.
 */
@StartedParley
@TestPropertySource(properties = "parley.webhooks.allow-private-networks=true")
@ExtendWith(OutputCaptureExtension.class)
class WebhookControllerTest {
    private static final String WEBHOOKS = "/api/v1/webhooks";
    private static final String URL = "https://192.0.2.1/hooks/s3cret?key=k3y";

    @Autowired
    OperatorClient operator;

    @AfterEach
    void removeAll() {
        operator.all(WEBHOOKS, 200)
                .forEach(webhook ->
                        operator.delete(WEBHOOKS + "/" + webhook.get("id").asString()));
    }

    @Test
    void webhookSecretIsShownOnceAndItsUrlPathIsNotLogged(CapturedOutput output) {
        var made = operator.post(
                WEBHOOKS,
                "{\"url\":\"%s\",\"types\":[\"leave\",\"join\"],\"room\":\"dev\",\"nick\":\"nobody\",\"network\":\"10.0.0.0/8\"}"
                        .formatted(URL));

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().propertyNames())
                .containsExactly(
                        "id",
                        "url",
                        "types",
                        "room",
                        "nick",
                        "network",
                        "createdAt",
                        "createdBy",
                        "pending",
                        "delivered",
                        "failed",
                        "lastError",
                        "secret");
        assertThat(made.text("secret")).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(made.text("url")).isEqualTo(URL);
        assertThat(made.json().get("types").toString()).isEqualTo("[\"join\",\"leave\"]");
        assertThat(made.text("room")).isEqualTo("#dev");
        assertThat(made.text("network")).isEqualTo("10.0.0.0/8");
        assertThat(made.text("createdBy")).isEqualTo("token");

        var listed = operator.get(WEBHOOKS).items().getFirst();
        assertThat(listed.has("secret")).isFalse();
        assertThat(listed.get("url").asString()).isEqualTo(URL);
        assertThat(listed.get("pending").asInt()).isZero();
        assertThat(listed.get("lastError").isNull()).isTrue();

        var removed = operator.delete(WEBHOOKS + "/" + made.text("id"));
        assertThat(removed.status()).isEqualTo(200);
        assertThat(removed.json().has("secret")).isFalse();
        assertThat(operator.get(WEBHOOKS).items()).isEmpty();
        assertThat(output)
                .contains("action=make-webhook target=\"https://192.0.2.1\"", "action=remove-webhook")
                .doesNotContain("s3cret", "k3y", made.text("secret"));
        assertThat(operator.get("/api/v1/audit").json().toString())
                .contains("make-webhook", "https://192.0.2.1")
                .doesNotContain("s3cret", "k3y", "whsec_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"url\":null}",
                "{\"url\":\"example.com\"}",
                "{\"url\":\"ftp://192.0.2.1/\"}",
                "{\"url\":\"https:///x\"}",
                "{\"url\":\"https://bob:horse@192.0.2.1/\"}",
                "{\"url\":\"https://192.0.2.1/#part\"}",
                "{\"url\":\"https://192.0.2.1:0/\"}",
                "{\"url\":\"https://192.0.2.1:70000/\"}",
                "{\"url\":\"https://192.0.2.1/ x\"}",
                "{\"url\":\"https://192.0.2.1/\\r\\nX: y\"}",
                "{\"url\":\"https://nobody.invalid/\"}",
                "{\"url\":\"http://169.254.169.254/latest/meta-data\"}",
                "{\"url\":\"https://192.0.2.1/\",\"types\":[\"dance\"]}",
                "{\"url\":\"https://192.0.2.1/\",\"types\":[null]}",
                "{\"url\":\"https://192.0.2.1/\",\"types\":7}",
                "{\"url\":\"https://192.0.2.1/\",\"room\":\"a b\"}",
                "{\"url\":\"https://192.0.2.1/\",\"nick\":\"a b\"}",
                "{\"url\":\"https://192.0.2.1/\",\"network\":\"here\"}",
            })
    void invalidWebhookIsRefused(String body) {
        var reply = operator.post(WEBHOOKS, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
        assertThat(operator.get(WEBHOOKS).items()).isEmpty();
    }

    @Test
    void overlongWebhookUrlIsRefused() {
        assertThat(make("https://192.0.2.1/" + "x".repeat(2_000)).status()).isEqualTo(400);
    }

    @Test
    void twentyFirstWebhookIsRefused() {
        IntStream.range(0, 20)
                .forEach(
                        i -> assertThat(make("https://192.0.2.1/" + i).status()).isEqualTo(201));

        var refused = make("https://192.0.2.1/20");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("code")).isEqualTo("too-many-webhooks");
        assertThat(operator.all(WEBHOOKS, 7))
                .extracting(webhook -> webhook.get("url").asString())
                .hasSize(20)
                .startsWith("https://192.0.2.1/0", "https://192.0.2.1/1")
                .endsWith("https://192.0.2.1/19");
    }

    @Test
    void webhookListContinuesAfterARemovedWebhook() {
        IntStream.range(0, 3)
                .forEach(
                        i -> assertThat(make("https://192.0.2.1/" + i).status()).isEqualTo(201));
        String cursor = operator.get(WEBHOOKS + "?limit=1").text("next");
        operator.delete(WEBHOOKS + "/" + cursor);

        assertThat(operator.get(WEBHOOKS + "?cursor=" + cursor).items())
                .extracting(webhook -> webhook.get("url").asString())
                .containsExactly("https://192.0.2.1/1", "https://192.0.2.1/2");
        assertThat(operator.get(WEBHOOKS + "?cursor=a.b").status()).isEqualTo(400);
    }

    @Test
    void unknownWebhookIsNotFound() {
        var removed = operator.delete(WEBHOOKS + "/none");
        assertThat(removed.status()).isEqualTo(404);
        assertThat(removed.text("code")).isEqualTo("no-such-webhook");
        assertThat(operator.get(WEBHOOKS + "/none/failures").text("code")).isEqualTo("no-such-webhook");
    }

    @Test
    void failedDeliveriesAreListedByPage() {
        var made = make(URL);
        String failures = WEBHOOKS + "/" + made.text("id") + "/failures";

        assertThat(operator.get(failures).json().toString()).isEqualTo("{\"items\":[],\"next\":null}");
        assertThat(operator.get(failures + "?cursor=x").status()).isEqualTo(400);
        assertThat(operator.get(failures + "?limit=201").status()).isEqualTo(400);
    }

    private OperatorClient.HttpReply make(String url) {
        return operator.post(WEBHOOKS, "{\"url\":\"" + url + "\",\"nick\":\"nobody\"}");
    }
}
