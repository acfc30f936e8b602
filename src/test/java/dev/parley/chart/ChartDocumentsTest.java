package dev.parley.chart;

import static dev.parley.chart.RenderedChart.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the documents say of the chart is what the chart has. */
class ChartDocumentsTest {
    private static final Path OPERATIONS = Path.of("docs/operations");
    private static final Pattern VALUE = Pattern.compile("^\\| `([a-z][\\w.]+)` \\| `(.*?)` \\|$", Pattern.MULTILINE);
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void documentedValuesTableMatchesTheChart() throws IOException {
        Map<String, String> documented = new LinkedHashMap<>();
        VALUE.matcher(Files.readString(OPERATIONS.resolve("kubernetes.md")))
                .results()
                .forEach(row -> documented.put(row.group(1), row.group(2)));

        assertThat(documented).containsExactlyEntriesOf(leaves("", RenderedChart.read("values.yaml")));
    }

    @Test
    void versionIsTheSameInPomChartChangelogAndDockerfile() throws IOException {
        String pom = first("<artifactId>parley</artifactId>\\s*<version>(.*?)</version>", Path.of("pom.xml"));

        assertThat(RenderedChart.read("Chart.yaml"))
                .containsEntry("appVersion", pom)
                .containsEntry("version", pom);
        assertThat(first("(?m)^## ([\\d.]+)", Path.of("CHANGELOG.md"))).isEqualTo(pom);
        assertThat(first("ARG VERSION=(.*)", Path.of("Dockerfile"))).isEqualTo(pom);
    }

    @Test
    void everyAlertLeadsToItsRunbook() throws IOException {
        String page = RenderedChart.read("Chart.yaml").get("home") + "/blob/main/docs/operations/alerts.md";
        assertRunbooks(at(RenderedChart.read("files/alerts.yaml"), "groups", 0, "rules"), page);

        String copy = "https://wiki.example.com/alerts";
        var objects = RenderedChart.renderWith(
                "monitoring.prometheusRule.enabled=true monitoring.prometheusRule.runbookUrl=" + copy);
        assertRunbooks(
                at(RenderedChart.find(objects, "PrometheusRule", "team-parley"), "spec", "groups", 0, "rules"), copy);
    }

    private static void assertRunbooks(List<Map<String, Object>> rules, String page) throws IOException {
        String runbook = Files.readString(OPERATIONS.resolve("alerts.md"));
        assertThat(rules).isNotEmpty().allSatisfy(rule -> {
            String alert = (String) rule.get("alert");
            assertThat(runbook).contains("\n## " + alert + "\n");
            assertThat(RenderedChart.<String>at(rule, "annotations", "runbook_url"))
                    .isEqualTo(page + "#" + alert.toLowerCase(Locale.ROOT));
        });
    }

    @Test
    void chartSaysWhereItComesFrom() throws IOException {
        Map<String, Object> chart = RenderedChart.read("Chart.yaml");
        String home = (String) chart.get("home");

        assertThat(chart).containsEntry("sources", List.of(home)).containsKeys("maintainers", "kubeVersion");
        assertThat((String) chart.get("icon")).startsWith(home + "/raw/main/");
        assertThat(Path.of(((String) chart.get("icon")).substring((home + "/raw/main/").length())))
                .isRegularFile();
    }

    @Test
    void dashboardShowsEveryOperationalMetric() throws IOException {
        assertThat(Files.readString(RenderedChart.FOLDER.resolve("files/dashboard.json")))
                .contains(
                        "parley_canary_seconds_bucket",
                        "parley_canary_failures_total",
                        "parley_bans_active",
                        "parley_mutes_active",
                        "parley_operator_actions_total",
                        "parley_tls_certificate_expiry_seconds",
                        "parley_webhook_deliveries_total",
                        "parley_drain_state");
    }

    private static String first(String pattern, Path file) throws IOException {
        List<MatchResult> found = Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .toList();
        assertThat(found).as("%s in %s", pattern, file).isNotEmpty();
        return found.getFirst().group(1);
    }

    /** Each value's name, and its default as JSON. */
    @SuppressWarnings("unchecked")
    private static Map<String, String> leaves(String prefix, Map<String, Object> values) {
        Map<String, String> leaves = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (value instanceof Map<?, ?> more && !more.isEmpty() && !key.equals("labels")) {
                leaves.putAll(leaves(prefix + key + ".", (Map<String, Object>) more));
            } else {
                leaves.put(prefix + key, JSON.writeValueAsString(value));
            }
        });
        return leaves;
    }
}
