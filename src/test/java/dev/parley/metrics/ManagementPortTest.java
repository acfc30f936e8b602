package dev.parley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.tcp.ChatListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the management port shows, and what it says of a chat that has no room for the health check's connection. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"server.port=0", "management.server.port=0", "parley.tcp.port=0", "parley.limits.connections=1"})
class ManagementPortTest {
    /** How long the health check keeps an answer, and some more. */
    private static final Duration KEPT = Duration.ofSeconds(15);

    @TempDir
    static Path data;

    @Autowired
    ChatListener chat;

    @Autowired
    BuildProperties build;

    @LocalManagementPort
    int port;

    private ManagementPort management;

    @DynamicPropertySource
    static void dataDir(DynamicPropertyRegistry registry) {
        registry.add("parley.data-dir", () -> data.toString());
    }

    @BeforeEach
    void management() {
        management = new ManagementPort(port);
    }

    @Test
    void healthInfoMetricsAndBillOfMaterialsAreAllThereIs() {
        assertThat(management.get("").body())
                .contains("/actuator/health\"", "/actuator/info\"", "/actuator/prometheus\"", "/actuator/sbom\"")
                .doesNotContain("beans", "env", "heapdump", "loggers", "metrics\"", "integrationgraph", "shutdown");
        assertThat(management.get("/env").statusCode()).isEqualTo(404);
    }

    @Test
    void infoTellsTheVersionAndTheBillOfMaterialsWhatIsInIt() {
        assertThat(management.get("/info").body())
                .contains("\"name\":\"Parley\"", "\"version\":\"" + build.getVersion() + "\"");
        assertThat(management.get("/sbom/application").body()).contains("CycloneDX", "spring-integration-ip");
    }

    @Test
    void aChatThatCannotBeReachedIsNotReadyButAlive() throws IOException {
        try (var only = new ChatClient(chat.port())) {
            only.send("/ping there").hear("pong there");
            await().atMost(KEPT)
                    .untilAsserted(
                            () -> assertThat(management.get("/health/readiness").statusCode())
                                    .isEqualTo(503));
            assertThat(management.get("/health/readiness").body()).contains("\"chat\"", "server-full");
            assertThat(management.get("/health/liveness").statusCode()).isEqualTo(200);
            assertThat(management.get("/health/liveness").body()).doesNotContain("chat");
        }
        await().atMost(KEPT)
                .untilAsserted(
                        () -> assertThat(management.get("/health/readiness").statusCode())
                                .isEqualTo(200));
    }
}
