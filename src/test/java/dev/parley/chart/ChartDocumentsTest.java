package dev.parley.chart;

import static dev.parley.chart.RenderedChart.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
    void everyAlertHasItsRunbook() throws IOException {
        String runbook = Files.readString(OPERATIONS.resolve("alerts.md"));
        List<Map<String, Object>> rules = at(RenderedChart.read("files/alerts.yaml"), "groups", 0, "rules");

        assertThat(rules)
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(runbook).contains("\n## " + rule.get("alert") + "\n"));
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
