package dev.parley.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.scenario.SelfSignedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class PodLabelTest {
    private static final String STANDBY = body("standby", 0);
    private static final String WRITER = body("writer", 1);

    @TempDir
    Path account;

    private FakeKubernetesApi api;
    private PodLabel label;

    @BeforeEach
    void start() throws Exception {
        api = new FakeKubernetesApi(certificate());
        Files.writeString(account.resolve("namespace"), "chat");
        Files.writeString(account.resolve("token"), "first\n");
        label = new PodLabel(client(), Duration.ofMillis(1));
    }

    private PodClient client() throws IOException {
        return new PodClient(api.address(), account, "parley-0");
    }

    /** Makes a certificate of the API, which the pod trusts. */
    private SelfSignedCertificate certificate() throws Exception {
        var certificate = SelfSignedCertificate.make(account, "-ext", "SAN=IP:127.0.0.1");
        certificate.writeTo(account);
        Files.move(account.resolve("tls.crt"), account.resolve("ca.crt"), StandardCopyOption.REPLACE_EXISTING);
        return certificate;
    }

    @AfterEach
    void stop() {
        label.close();
        api.close();
    }

    @Test
    void podIsPatchedWithTheTokenOfItsServiceAccount() {
        label.set(PodRole.WRITER);
        awaitRole(PodRole.WRITER);

        assertThat(api.requests())
                .containsExactly("PATCH /api/v1/namespaces/chat/pods/parley-0 Bearer first"
                        + " application/merge-patch+json " + WRITER);
    }

    @Test
    void refusedLabelIsTriedAgain() {
        api.answerNext(403, 500);
        label.set(PodRole.STANDBY);
        awaitRole(PodRole.STANDBY);

        assertThat(api.requests()).hasSize(3);
    }

    @Test
    void tokenIsReadAgainForEachAttempt() throws Exception {
        label.set(PodRole.STANDBY);
        awaitRole(PodRole.STANDBY);
        Files.writeString(account.resolve("token"), "second");
        label.set(PodRole.WRITER);
        awaitRole(PodRole.WRITER);

        assertThat(api.requests().getLast()).contains("Bearer second");
    }

    @Test
    void laterRoleReplacesOneThatCouldNotBeSet() {
        api.refuseBodiesWith("standby");
        label.set(PodRole.STANDBY);
        await().until(() -> !api.requests().isEmpty());
        label.set(PodRole.WRITER);
        awaitRole(PodRole.WRITER);
        int requests = api.requests().size();
        label.set(PodRole.WRITER);
        await().until(() -> api.requests().size() > requests);

        assertThat(api.requests().subList(requests - 1, requests + 1)).allMatch(request -> request.endsWith(WRITER));
        assertThat(api.requests().getFirst()).endsWith(STANDBY);
    }

    @Test
    void apiWithAnUnknownCertificateGetsNoToken() throws Exception {
        certificate();
        try (var client = client()) {
            assertThatThrownBy(() -> client.patch("{}")).isInstanceOf(SSLHandshakeException.class);
        }
        assertThat(api.requests()).isEmpty();
    }

    @Test
    void podIsReadyOnlyWhenItsLabelShowsItsRole() {
        var chat = List.of(Health.down().build(), Health.up().build()).iterator();
        var health = new PodRoleHealthIndicator(label, chat::next);
        assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

        label.set(PodRole.STANDBY);
        awaitRole(PodRole.STANDBY);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);

        api.answerNext(500);
        label.set(PodRole.WRITER);
        assertThat(label.current()).isNotEqualTo(PodRole.STANDBY);
        awaitRole(PodRole.WRITER);
        assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
    }

    private void awaitRole(PodRole role) {
        await().until(() -> label.current() == role);
    }

    private static String body(String role, int cost) {
        return "{\"metadata\":{\"labels\":{\"parley.dev/role\":\"" + role + "\"},"
                + "\"annotations\":{\"controller.kubernetes.io/pod-deletion-cost\":\"" + cost + "\"}}}";
    }
}
