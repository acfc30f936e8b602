package dev.parley.rest.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.rest.ChatUser;
import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.info.BuildProperties;
import tools.jackson.databind.JsonNode;

@StartedParley
class StatusControllerTest {
    @Autowired
    OperatorClient operator;

    @Autowired
    ListenerLifecycle chat;

    @Autowired
    BuildProperties build;

    private JsonNode status() {
        return operator.get("/api/v1/status").json();
    }

    @Test
    void statusHasTheCountsAndOmitsValuesThatDoNotExist() throws IOException {
        try (var anna = ChatUser.named("anna", chat.port())) {
            anna.say("/join #status");
            anna.hearLike("#status");
            JsonNode status = status();

            assertThat(status.propertyNames())
                    .containsExactly(
                            "version",
                            "startedAt",
                            "now",
                            "state",
                            "connections",
                            "connectionsLimit",
                            "users",
                            "rooms",
                            "bans",
                            "mutes",
                            "alarms",
                            "history");
            assertThat(status.get("version").asString()).isEqualTo(build.getVersion());
            assertThat(Instant.parse(status.get("startedAt").asString()))
                    .isBefore(Instant.parse(status.get("now").asString()));
            assertThat(status.get("state").asString()).isEqualTo("serving");
            assertThat(status.get("connections").asInt()).isPositive();
            assertThat(status.get("connectionsLimit").asInt()).isPositive();
            assertThat(status.get("users").asInt()).isPositive();
            assertThat(status.get("rooms").asInt()).isGreaterThan(1);
            assertThat(status.get("history").asString()).isEqualTo("durable");
        }
    }

    @Test
    void bansAndMutesInForceAreCounted() {
        int bans = status().get("bans").asInt();
        int mutes = status().get("mutes").asInt();
        var ban = operator.post("/api/v1/bans", "{\"nick\":\"counted\"}");
        var mute = operator.post("/api/v1/mutes", "{\"nick\":\"counted\"}");

        assertThat(status().get("bans").asInt()).isEqualTo(bans + 1);
        assertThat(status().get("mutes").asInt()).isEqualTo(mutes + 1);
        operator.delete("/api/v1/bans/" + ban.text("id"));
        operator.delete("/api/v1/mutes/" + mute.text("id"));
    }

    @Test
    void statsHaveASampleFromTheStart() {
        var stats = operator.get("/api/v1/stats");

        assertThat(stats.status()).isEqualTo(200);
        assertThat(stats.json().propertyNames()).containsExactly("everySeconds", "series", "samples");
        JsonNode samples =
                await().until(() -> operator.get("/api/v1/stats").json().get("samples"), found -> !found.isEmpty());
        JsonNode newest = samples.get(samples.size() - 1);
        assertThat(newest).hasSize(stats.json().get("series").size() + 1);
        assertThat(operator.get("/api/v1/stats?after=" + newest.get(0).asLong())
                        .json()
                        .get("samples"))
                .noneMatch(newest::equals);
        assertThat(operator.get("/api/v1/stats?after=now").text("code")).isEqualTo("bad-argument");
    }
}
