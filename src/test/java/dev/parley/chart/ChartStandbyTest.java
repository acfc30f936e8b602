package dev.parley.chart;

import static dev.parley.chart.RenderedChart.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Two pods: one serves the chat, and the other waits to take over. */
class ChartStandbyTest {
    private static final String NAME = "team-parley";
    private static final String ROLE_LABEL = "parley.dev/role";

    private final List<Map<String, Object>> two = render("standby");
    private final List<Map<String, Object>> one = render("postgresql");

    @Test
    void bothServicesSelectOnlyTheWriter() {
        for (String service : List.of(NAME, NAME + "-admin")) {
            assertThat(selector(two, service)).containsEntry(ROLE_LABEL, "writer");
            assertThat(selector(one, service)).doesNotContainKey(ROLE_LABEL);
        }
    }

    @Test
    void onlyPodsWithAStandbyMayPatchPods() {
        assertThat(RenderedChart.<List<Object>>at(RenderedChart.find(two, "Role", NAME), "rules"))
                .isEqualTo(List.of(
                        Map.of("apiGroups", List.of(""), "resources", List.of("pods"), "verbs", List.of("patch"))));
        var binding = RenderedChart.find(two, "RoleBinding", NAME);
        assertThat(RenderedChart.<String>at(binding, "roleRef", "name")).isEqualTo(NAME);
        assertThat(RenderedChart.<List<Object>>at(binding, "subjects"))
                .isEqualTo(List.of(Map.of("kind", "ServiceAccount", "name", NAME)));
        assertThat(one).extracting(object -> object.get("kind")).doesNotContain("Role", "RoleBinding");
    }

    @Test
    void podKnowsItsNameAndIsReadyInItsRole() {
        assertThat(RenderedChart.<List<Object>>at(pod(two), "containers", 0, "env"))
                .contains(Map.of(
                        "name",
                        "PARLEY_KUBERNETES_POD_NAME",
                        "valueFrom",
                        Map.of("fieldRef", Map.of("fieldPath", "metadata.name"))));
        assertThat(RenderedChart.<String>at(health(two), "health", "group", "readiness", "include"))
                .isEqualTo("podRole");
        assertThat(health(one)).isNull();
    }

    @Test
    void networkPolicyAllowsTheKubernetesApi() {
        var ports = Map.of("ports", List.of(Map.of("port", 443), Map.of("port", 6_443)));

        assertThat(egress(two)).contains(ports);
        assertThat(egress(one)).doesNotContain(ports);
    }

    private static List<Object> egress(List<Map<String, Object>> objects) {
        return at(RenderedChart.find(objects, "NetworkPolicy", NAME), "spec", "egress");
    }

    private static Map<String, Object> health(List<Map<String, Object>> objects) {
        Map<String, Object> application = new Yaml()
                .load(RenderedChart.<String>at(
                        RenderedChart.find(objects, "ConfigMap", NAME), "data", "application.yml"));
        return at(application, "management", "endpoint");
    }

    private static Map<String, Object> pod(List<Map<String, Object>> objects) {
        return at(RenderedChart.find(objects, "Deployment", NAME), "spec", "template", "spec");
    }

    private static Map<String, String> selector(List<Map<String, Object>> objects, String service) {
        return at(RenderedChart.find(objects, "Service", service), "spec", "selector");
    }

    private static List<Map<String, Object>> render(String values) {
        return RenderedChart.render(Path.of("helm/parley/ci/" + values + "-values.yaml"));
    }
}
