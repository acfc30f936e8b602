package dev.parley.rest.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@StartedParley
class ClockControllerTest {
    @Autowired
    OperatorClient operator;

    @Test
    void trustedClockIsShownAndNeedsNoConfirmation() {
        var shown = operator.get("/api/v1/clock");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json().propertyNames()).containsExactly("now", "trusted", "ahead");
        assertThat(shown.json().get("ahead").asBoolean()).isFalse();

        var confirmed = operator.send(operator.request("/api/v1/clock/confirm", operator.newToken("admin"))
                .POST(BodyPublishers.noBody()));
        assertThat(confirmed.status()).isEqualTo(409);
        assertThat(confirmed.text("code")).isEqualTo("conflict");
    }
}
