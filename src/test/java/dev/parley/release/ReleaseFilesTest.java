package dev.parley.release;

import static dev.parley.chart.RenderedChart.at;
import static dev.parley.chart.RenderedChart.readYaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.ByteArrayResource;

/** The files of a release that are not compiled: the unit, settings and script of the archive, and compose.yaml. */
class ReleaseFilesTest {
    private static final Path ARCHIVE = Path.of("release/archive");
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");
    private static final Pattern CONSOLE = Pattern.compile("(?s)```console\n(.*?)```");
    private static final Pattern VERSION = Pattern.compile("<artifactId>parley</artifactId>\\s*<version>(.*?)</");
    private static final Map<String, Object> SERVICES = at(readYaml(Path.of("compose.yaml")), "services");

    @TempDir
    Path folder;

    @Test
    void systemdAcceptsTheUnitAndItsExposureIsLow() throws Exception {
        assumeTrue(Files.isExecutable(ANALYZE), "systemd-analyze is not installed");
        String unit = Files.readString(ARCHIVE.resolve("parley.service"))
                .replace("/opt/parley", ARCHIVE.toAbsolutePath().toString());
        String file = Files.writeString(folder.resolve("parley.service"), unit).toString();

        assertThat(run(new ProcessBuilder(ANALYZE.toString(), "verify", "--man=no", file)))
                .isEqualTo("0 ");
        assertThat(run(new ProcessBuilder(
                        ANALYZE.toString(), "security", "--offline=true", "--threshold=20", "--no-pager", file)))
                .startsWith("0 ");
    }

    @Test
    void serviceManagersWaitUntilTheStopIsOver() throws IOException {
        var drain = DurationStyle.detectAndParse(defaults().getProperty("parley.drain.window"));
        String wait = drain.plusSeconds(30).toSeconds() + "s";

        assertThat(Files.readString(ARCHIVE.resolve("parley.service"))).contains("\nTimeoutStopSec=" + wait + "\n");
        assertThat(service("parley")).containsEntry("stop_grace_period", wait);
    }

    @Test
    void settingsInTheArchiveAreDefaultsOfTheService() throws IOException {
        String settings = Files.readString(ARCHIVE.resolve("application.yml"));
        String withValues =
                settings.substring(0, settings.indexOf("#spring:")).replaceAll("(?m)^( *)#(?=[a-z-]+: )", "$1");
        Properties defaults = defaults();

        assertThat(properties(withValues))
                .hasSizeGreaterThan(10)
                .allSatisfy((name, value) -> assertThat(defaults).containsEntry(name, value));
    }

    @ParameterizedTest
    @CsvSource({"24, 25, PATH", "25, 17, JAVA_HOME", "17, 26, PATH", "8, 24, none"})
    void scriptStartsTheFirstJavaThatIsNewEnough(String home, String path, String started) throws Exception {
        Path script = folder.resolve("parley");
        Files.writeString(
                script, Files.readString(ARCHIVE.resolve("bin/parley")).replace("/usr/lib/jvm", folder + "/none"));
        var process = new ProcessBuilder("sh", script.toString(), "--a=b c");
        process.environment().put("JAVA_HOME", fakeJava("JAVA_HOME", home).toString());
        process.environment().put("PATH", fakeJava("PATH", path) + "/bin:/usr/bin:/bin");

        assertThat(run(process))
                .startsWith(started.equals("none") ? "1 Parley requires Java 25 or newer" : "0 " + started + " ")
                .endsWith(started.equals("none") ? ".\n" : "parley.jar --a=b c\n");
    }

    @Test
    void readmeInTheArchiveHasTheCommandsOfTheDocsForThisVersion() throws IOException {
        List<String> readme = find(CONSOLE, ARCHIVE.resolve("README.md"));
        String version = version();

        assertThat(find(CONSOLE, Path.of("docs/operations/install.md"))).contains(readme.get(1));
        assertThat(find(CONSOLE, Path.of("docs/operations/upgrades.md"))).contains(readme.get(2));
        assertThat(readme.get(1)).contains("parley-" + version + ".tar.gz", "ln -sfn parley-" + version + " ");
    }

    @Test
    void composeOpensOnlyTheChatToOtherMachinesAndOnlyIfAskedTo() throws IOException {
        Properties defaults = defaults();

        assertThat(list("parley", "ports"))
                .containsExactly(
                        "${CHAT_ADDRESS:-127.0.0.1}:%1$s:%1$s".formatted(defaults.get("parley.tcp.port")),
                        "127.0.0.1:%1$s:%1$s".formatted(defaults.get("server.port")));
        assertThat(list("prometheus", "ports")).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
        assertThat(list("grafana", "ports")).isNotEmpty().allMatch(port -> port.startsWith("127.0.0.1:"));
        assertThat(service("postgres")).doesNotContainKey("ports");
    }

    @Test
    void composeBuildsThisVersionAndHasNoPasswordOfItsOwn() throws IOException {
        assertThat(service("parley")).containsEntry("image", "${CHAT_IMAGE:-parley:" + version() + "}");
        for (String service : SERVICES.keySet()) {
            Map<String, String> environment = at(service(service), "environment");
            Objects.requireNonNullElse(environment, Map.<String, String>of()).forEach((name, value) -> {
                if (name.endsWith("PASSWORD")) {
                    assertThat(value).matches("\\$\\{[A-Z_]+:\\?[^}]+}");
                }
            });
        }
    }

    @Test
    void filesThatComposeMountsExist() {
        List<String> mounted = SERVICES.keySet().stream()
                .flatMap(service -> list(service, "volumes").stream())
                .filter(volume -> volume.startsWith("./"))
                .map(volume -> volume.split(":")[0])
                .toList();

        assertThat(mounted)
                .contains("./helm/parley/files/alerts.yaml", "./helm/parley/files/dashboard.json")
                .allSatisfy(file -> assertThat(Path.of(file)).isRegularFile());
    }

    @Test
    void prometheusOfComposeLoadsTheAlertsAndScrapesTheManagementPort() throws Exception {
        Map<String, Object> prometheus = readYaml(Path.of("compose/prometheus.yml"));

        assertThat(prometheus).containsEntry("rule_files", List.of("alerts.yaml"));
        assertThat(list("prometheus", "volumes")).anyMatch(volume -> volume.contains(":/etc/prometheus/alerts.yaml:"));
        assertThat((Object) at(prometheus, "scrape_configs", 0, "static_configs", 0, "targets"))
                .isEqualTo(List.of("parley:" + defaults().get("management.server.port")));
    }

    @Test
    void imageHasTheModulesOfJavaThatTheServiceUses() throws IOException {
        var summary = new StringWriter();
        var writer = new PrintWriter(summary);
        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(writer, writer, "-summary", "--ignore-missing-deps", "target/classes");
        var modules = Pattern.compile("-> (jdk\\.[\\w.]+)")
                .matcher(summary.toString())
                .results();

        assertThat(modules.map(found -> found.group(1)))
                .contains("jdk.net")
                .isSubsetOf(String.join(",", find(Pattern.compile("--add-modules (\\S+)"), Path.of("Dockerfile")))
                        .split(","));
    }

    private static Map<String, Object> service(String name) {
        return Objects.requireNonNull(at(SERVICES, name));
    }

    private static List<String> list(String service, String key) {
        List<String> list = at(SERVICES, service, key);
        return list == null ? List.of() : list;
    }

    /** A folder with a Java that says its version, and otherwise the name and its arguments. */
    private Path fakeJava(String name, String version) throws IOException {
        Path java = Files.createDirectories(folder.resolve(name + "/bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                [ "$1" = -version ] && { echo 'openjdk version "%s.0.2" 2026-01-20' >&2; exit; }
                echo "%s $*"
                """.formatted(version, name));
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return java.getParent().getParent();
    }

    /** @return exit code and output */
    private static String run(ProcessBuilder builder) throws Exception {
        var process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + " " + output;
    }

    private static String version() throws IOException {
        return find(VERSION, Path.of("pom.xml")).getFirst();
    }

    private static Properties defaults() throws IOException {
        return properties(
                Files.readString(Path.of("src/main/resources/application.yml")).split("(?m)^---$")[0]);
    }

    private static Properties properties(String yaml) {
        var factory = new YamlPropertiesFactoryBean();
        factory.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
        return Objects.requireNonNull(factory.getObject());
    }

    private static List<String> find(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }
}
