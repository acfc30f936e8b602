package dev.parley.rest.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Targets of webhooks that are refused unless private networks are allowed. */
@StartedParley
class WebhookRefusalTest {
    private static final String WEBHOOKS = "/api/v1/webhooks";

    @Autowired
    OperatorClient operator;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8081/actuator",
                "http://localhost/",
                "http://2130706433/",
                "http://[::1]/",
                "http://[::ffff:10.0.0.1]/",
                "http://[64:ff9b::808:808]/",
                "http://169.254.169.254/latest/meta-data",
                "http://168.63.129.16/",
                "https://192.0.2.1/"
            })
    void webhookOutsideThePublicInternetIsRefused(String url) {
        var reply = operator.post(WEBHOOKS, "{\"url\":\"" + url + "\"}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("code")).isEqualTo("bad-argument");
        assertThat(operator.get(WEBHOOKS).items()).isEmpty();
    }
}
