package dev.parley.chart;

import static dev.parley.chart.RenderedChart.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The names by which the REST API is reached in a cluster are names it goes by. */
class ChartHostsTest {
    private static final String NAME = "team-parley";

    @Test
    void adminHostsIncludeTheServiceAndTheIngress() {
        var objects = RenderedChart.render(RenderedChart.FOLDER.resolve(Path.of("ci", "ingress-values.yaml")));
        String service = at(RenderedChart.find(objects, "Service", NAME + "-admin"), "metadata", "name");

        assertThat(hosts(objects)).hasSize(5).contains(service, "parley.example.com");
        assertThat(hosts(objects)).anyMatch(host -> host.matches(service + "\\.[a-z-]+\\.svc\\.cluster\\.local"));
    }

    @Test
    void ingressPassesOnTheApiAndTheConsole() {
        var objects = RenderedChart.render(RenderedChart.FOLDER.resolve(Path.of("ci", "ingress-values.yaml")));
        List<Map<String, Object>> paths =
                at(RenderedChart.find(objects, "Ingress", NAME + "-admin"), "spec", "rules", 0, "http", "paths");

        assertThat(paths).extracting(path -> path.get("path")).containsExactly("/api", "/console");
        assertThat(paths)
                .extracting(path -> path.get("backend"))
                .containsOnly(paths.getFirst().get("backend"));
    }

    @Test
    void adminHostsValueAddsMoreHosts() {
        assertThat(hosts(RenderedChart.renderWith("admin.hosts[0]", "chat.example.com")))
                .hasSize(5)
                .contains(NAME + "-admin", "chat.example.com");
    }

    private static List<String> hosts(List<Map<String, Object>> objects) {
        Map<String, Object> application = new Yaml()
                .load(RenderedChart.<String>at(
                        RenderedChart.find(objects, "ConfigMap", NAME), "data", "application.yml"));
        return at(application, "parley", "admin", "hosts");
    }
}
