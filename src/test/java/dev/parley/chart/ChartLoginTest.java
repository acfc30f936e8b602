package dev.parley.chart;

import static dev.parley.chart.RenderedChart.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Ports that are only for those who have logged in. */
class ChartLoginTest {
    private static final String NAME = "team-parley";

    @Test
    void helmTestOnlySendsAPingIfALoginIsRequired() {
        assertThat(tcp(RenderedChart.render(values("minimal")))).containsEntry("login-required", false);
        assertThat(testScript(RenderedChart.render(values("minimal")))).contains("the line of helm test");

        for (String value : List.of("chat.loginRequired", "config.parley.tcp.login-required")) {
            var required = RenderedChart.renderWith(value, true);
            assertThat(tcp(required)).containsEntry("login-required", true);
            assertThat(testScript(required)).contains("pong helm-test").doesNotContain("the line of helm test");
        }
    }

    @Test
    void loginCanBeRequiredOverTlsOnly() {
        assertThat(tcp(RenderedChart.render(values("tls"))))
                .containsEntry("login-required", false)
                .containsEntry("tls", Map.of("bundle", "chat", "port", 12_346, "login-required", true));
        assertThat(testScript(RenderedChart.render(values("tls")))).contains("the line of helm test");
        assertThat(RenderedChart.notes(values("tls"))).contains("Login is required over TLS");
    }

    @Test
    void closedRegistrationReachesTheConfiguration() {
        var map = RenderedChart.find(RenderedChart.renderWith("accounts.registration", "closed"), "ConfigMap", NAME);
        assertThat(RenderedChart.<String>at(map, "data", "application.yml")).contains("registration: closed");
    }

    private static Map<String, Object> tcp(List<Map<String, Object>> objects) {
        Map<String, Object> application = new Yaml()
                .load(RenderedChart.<String>at(
                        RenderedChart.find(objects, "ConfigMap", NAME), "data", "application.yml"));
        return at(application, "parley", "tcp");
    }

    private static String testScript(List<Map<String, Object>> objects) {
        return at(RenderedChart.find(objects, "Pod", NAME + "-test"), "spec", "containers", 0, "command", 2);
    }

    private static Path values(String name) {
        return RenderedChart.FOLDER.resolve("ci/" + name + "-values.yaml");
    }
}
