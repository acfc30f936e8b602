package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.HeldChatThread;
import dev.parley.session.Drain;
import dev.parley.tcp.ListenerLifecycle;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;

/** What the management port shows, and when it calls the chat ready. */
@StartedService
@ExtendWith(OutputCaptureExtension.class)
class ManagementPortTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Autowired
    ListenerLifecycle chat;

    @Autowired
    ChatEventLoop eventLoop;

    @Autowired
    Drain drain;

    @Autowired
    BuildProperties build;

    @LocalManagementPort
    int port;

    private ManagementClient management;

    @BeforeEach
    void management() {
        management = new ManagementClient(port);
    }

    @Test
    void managementPortExposesOnlyHealthInfoMetricsAndSbom() {
        assertThat(management.get("").body())
                .contains("/actuator/health\"", "/actuator/info\"", "/actuator/prometheus\"", "/actuator/sbom\"")
                .doesNotContain("beans", "env", "heapdump", "loggers", "metrics\"", "integrationgraph", "shutdown");
        assertThat(management.get("/env").statusCode()).isEqualTo(404);
    }

    @Test
    void infoShowsTheVersionAndSbomListsTheLibraries() {
        assertThat(management.get("/info").body())
                .contains("\"name\":\"Parley\"", "\"version\":\"" + build.getVersion() + "\"");
        assertThat(management.get("/sbom/application").body()).contains("CycloneDX", "spring-integration-ip");
    }

    @Test
    void unresponsiveChatIsNotReadyButAlive() {
        HeldChatThread stuck = HeldChatThread.hold(eventLoop);
        await().atMost(PATIENCE).until(() -> readiness().statusCode() == 503);
        assertThat(readiness().body()).contains("\"chat\"", "canary");
        assertThat(management.get("/health/liveness").statusCode()).isEqualTo(200);
        assertThat(management.get("/health/liveness").body()).doesNotContain("chat");
        stuck.close();
        await().atMost(PATIENCE).until(() -> readiness().statusCode() == 200);
    }

    @Test
    void aFullServerIsReady() throws IOException {
        List<CountingChatClient> clients = new ArrayList<>();
        for (int i = 0; i < StartedService.CONNECTIONS; i++) {
            clients.add(new CountingChatClient(chat.port()).send("/ping there").hear("pong there"));
        }
        try (var oneTooMany = new CountingChatClient(chat.port())) {
            oneTooMany.hear("server-full");
            double visits = management.scrape().get("parley_canary_seconds_count");
            await().atMost(PATIENCE).until(() -> management.scrape().get("parley_canary_seconds_count") > visits);
            assertThat(readiness().statusCode()).isEqualTo(200);
        }
        for (CountingChatClient client : clients) {
            client.close();
        }
    }

    @Test
    void canaryConnectionsAreNotLogged(CapturedOutput output) throws IOException {
        double visits = management.scrape().get("parley_canary_seconds_count");
        await().atMost(PATIENCE).until(() -> management.scrape().get("parley_canary_seconds_count") > visits);
        try (var client = new CountingChatClient(chat.port())) {
            client.send("/ping there").hear("pong there");
        }
        await().untilAsserted(() -> assertThat(output).contains("linesIn=1 linesOut=1"));
        assertThat(output).doesNotContain("linesIn=3 linesOut=3");
    }

    @Test
    void aDrainingServiceIsNotReady() {
        drain.start();
        assertThat(readiness().statusCode()).isEqualTo(503);
        drain.cancel();
        assertThat(readiness().statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> readiness() {
        return management.get("/health/readiness");
    }
}
