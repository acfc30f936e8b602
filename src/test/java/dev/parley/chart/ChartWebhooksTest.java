package dev.parley.chart;

import static dev.parley.chart.RenderedChart.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Where events may be sent from a cluster. */
class ChartWebhooksTest {
    private static final String NAME = "team-parley";

    @Test
    void webhooksToPrivateNetworksRequireAllowPrivateNetworks() {
        assertThat(webhooks(RenderedChart.render(values("minimal"))))
                .containsExactly(Map.entry("allow-private-networks", false));
        assertThat(webhooks(RenderedChart.renderWith("webhooks.allowPrivateNetworks", true)))
                .containsExactly(Map.entry("allow-private-networks", true));
    }

    @Test
    void networkPolicyAllowsEgressToWebhookNetworks() {
        var objects = RenderedChart.parse(RenderedChart.command()
                .withValuesFile(values("network-policy"))
                .set("networkPolicy.webhooksTo[0]", "203.0.113.0/24")
                .call());
        assertThat(RenderedChart.<List<Object>>at(RenderedChart.find(objects, "NetworkPolicy", NAME), "spec", "egress"))
                .containsExactly(
                        Map.of("to", List.of(Map.of("ipBlock", Map.of("cidr", "203.0.113.0/24")))),
                        Map.of(
                                "ports",
                                List.of(Map.of("port", 53, "protocol", "UDP"), Map.of("port", 53, "protocol", "TCP"))));
    }

    private static Map<String, Object> webhooks(List<Map<String, Object>> objects) {
        Map<String, Object> application = new Yaml()
                .load(RenderedChart.<String>at(
                        RenderedChart.find(objects, "ConfigMap", NAME), "data", "application.yml"));
        return at(application, "parley", "webhooks");
    }

    private static Path values(String name) {
        return RenderedChart.FOLDER.resolve(Path.of("ci", name + "-values.yaml"));
    }
}
