package dev.parley.rest.drain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class DrainControllerTest {
    private static final String DRAIN = "/api/v1/drain";

    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @AfterEach
    void serveOn() {
        operator.delete(DRAIN);
    }

    @Test
    void drainStatusIsServingWithoutADrain() {
        var status = operator.get(DRAIN);

        assertThat(status.status()).isEqualTo(200);
        assertThat(status.json().propertyNames()).containsExactly("state", "clients", "secondsLeft");
        assertThat(status.text("state")).isEqualTo("serving");
        assertThat(status.json().get("secondsLeft").asLong()).isZero();
    }

    @Test
    void drainRefusesNewClientsIsAnnouncedAndCanBeCancelled(CapturedOutput output) throws IOException {
        try (var anna = ChatUser.named("anna", chat.port())) {
            var started = operator.post(DRAIN, "");

            assertThat(started.status()).isEqualTo(202);
            assertThat(started.text("state")).isEqualTo("draining");
            assertThat(started.json().get("secondsLeft").asLong()).isBetween(1L, 40L);
            anna.hearLike("within 40 s");
            var service = operator.get("/api/v1/status").json();
            assertThat(service.get("state").asString()).isEqualTo("draining");
            assertThat(service.get("secondsLeft").asLong()).isBetween(1L, 40L);
            try (var late = ChatUser.arriving(chat.port())) {
                late.hearLike("*** error draining: ");
            }

            var cancelled = operator.delete(DRAIN);

            assertThat(cancelled.status()).isEqualTo(200);
            assertThat(cancelled.text("state")).isEqualTo("serving");
            try (var bob = ChatUser.named("bob", chat.port())) {
                bob.say("hello");
                bob.hear("<bob> hello");
            }
            assertThat(output)
                    .contains("action=drain target=\"everyone\"", "action=undrain target=\"everyone\"")
                    .contains("result=\"draining, clients: ");
        }
    }
}
