package dev.parley.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tools of the trade say of the chart's files, where they are installed. */
class ChartToolsTest {
    private static final String ALERTS = "helm/parley/files/alerts.yaml";

    @Test
    void promtoolAcceptsTheAlerts() throws Exception {
        succeeds("promtool", "check", "rules", ALERTS);
    }

    @Test
    void promtoolAlertRuleTestsPass() throws Exception {
        succeeds("promtool", "test", "rules", "src/test/resources/chart/alerts-test.yaml");
    }

    @Test
    void promtoolAcceptsTheConfigurationOfCompose(@TempDir Path folder) throws Exception {
        Path configuration = Files.copy(Path.of("compose/prometheus.yml"), folder.resolve("prometheus.yml"));
        Files.copy(Path.of(ALERTS), folder.resolve("alerts.yaml"));
        succeeds("promtool", "check", "config", configuration.toString());
    }

    @Test
    void yamllintFindsNothing() throws Exception {
        succeeds(
                "yamllint",
                "--strict",
                "--config-data",
                "{extends: default, rules: {document-start: disable, line-length: {max: 120}, braces: disable}}",
                "helm/parley/Chart.yaml",
                "helm/parley/values.yaml",
                "helm/parley/ci",
                "helm/parley/files",
                "compose.yaml",
                "compose",
                "src/main/resources/application.yml",
                "src/test/resources/chart");
    }

    private static void succeeds(String... command) throws Exception {
        assumeTrue(isInstalled(command[0]), command[0] + " is not installed");
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
