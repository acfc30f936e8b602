package dev.parley.rest.clock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.operator.ActionExecutor;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.time.FakeClock;
import dev.parley.time.TrustedClock;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;

@StartedParley
class ClockControllerTest {
    @Autowired
    OperatorClient operator;

    @Autowired
    ActionExecutor executor;

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

    @Test
    void confirmationTrustsTheClockAndIsAudited() {
        var ahead = new TrustedClock(
                InstantSource.system(), new FakeClock(), Instant.now().minus(Duration.ofDays(60)));
        var controller = new ClockController(executor, ahead);
        assertThat(controller.show().ahead()).isTrue();
        assertThat(controller.confirm("checked", new MockHttpServletRequest()).ahead())
                .isFalse();
        assertThat(ahead.isAhead()).isFalse();
        var audited = operator.get("/api/v1/audit").json().get("items").get(0);
        assertThat(audited.get("target").asString()).isEqualTo("clock");
        assertThat(audited.get("reason").asString()).isEqualTo("checked");
    }
}
