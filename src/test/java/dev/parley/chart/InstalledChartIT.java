package dev.parley.chart;

import static dev.parley.chart.RenderedChart.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.scenario.ParleyProcess;
import dev.parley.scenario.SelfSignedCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The packaged jar, started with the configuration that the chart renders, but on free ports and in a folder. */
class InstalledChartIT {
    private static final Path BASH = Path.of("/bin/bash");
    private static final Pattern METRIC = Pattern.compile("\\b(?:parley|jvm|process|system)_\\w+");

    @TempDir
    static Path folder;

    private static final List<Map<String, Object>> OBJECTS =
            RenderedChart.render(RenderedChart.FOLDER.resolve("ci/tls-values.yaml"));
    private static int chat;
    private static int management;
    private static ParleyProcess parley;

    @BeforeAll
    static void start() throws Exception {
        chat = ParleyProcess.freePort();
        management = ParleyProcess.freePort();
        Map<String, Object> configuration =
                new Yaml().load(RenderedChart.<String>at(find("ConfigMap", "team-parley"), "data", "application.yml"));
        put(configuration, 12_345, chat, "parley", "tcp", "port");
        put(configuration, 12_346, 0, "parley", "tcp", "tls", "port");
        SelfSignedCertificate.make(folder).writeTo(folder);
        putFile(configuration, "tls.crt", "certificate");
        putFile(configuration, "tls.key", "private-key");
        put(configuration, 8_080, 0, "server", "port");
        put(configuration, 8_081, management, "management", "server", "port");
        put(configuration, "/data", folder.toString(), "parley", "data-dir");
        put(configuration, "/etc/parley/admin-token", folder + "/admin-token", "parley", "admin", "token-file");
        Path file = Files.writeString(folder.resolve("application.yml"), new Yaml().dump(configuration));
        parley = ParleyProcess.ofJar(Path.of(System.getProperty("parley.jar")), file)
                .awaitReady();
    }

    @AfterAll
    static void stop() {
        parley.close();
    }

    @Test
    void containerPortsMatchTheApplicationConfiguration() {
        List<Map<String, Object>> ports = at(container(), "ports");

        assertThat(ports)
                .extracting(port -> port.get("name") + " " + port.get("containerPort"))
                .containsExactly("chat 12345", "chat-tls 12346", "admin 8080", "management 8081");
    }

    @Test
    void probesOfTheInstalledChartAreAnswered() throws Exception {
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            assertThat(get(at(container(), probe, "httpGet", "path")).statusCode())
                    .as(probe)
                    .isEqualTo(200);
        }
    }

    @Test
    void helmTestPassesAgainstTheChatPort() throws Exception {
        assertThat(runTest(chat)).isZero();
    }

    @Test
    void helmTestFailsAgainstPortsWithoutAChat() throws Exception {
        assertThat(runTest(ParleyProcess.freePort())).isNotZero();
        assertThat(runTest(management)).isNotZero();
    }

    @Test
    void everyMetricInAlertsAndDashboardIsExported() throws Exception {
        String page = get("/actuator/prometheus").body();
        Set<String> there = page.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]")[0])
                .collect(Collectors.toSet());

        Set<String> used = new TreeSet<>();
        List<Map<String, Object>> rules = at(find("PrometheusRule", "team-parley"), "spec", "groups", 0, "rules");
        rules.forEach(rule -> addMetrics(used, (String) rule.get("expr")));
        Map<String, Object> dashboard = new Yaml()
                .load(RenderedChart.<String>at(find("ConfigMap", "team-parley-dashboard"), "data", "parley.json"));
        List<Map<String, Object>> panels = at(dashboard, "panels");
        panels.forEach(panel -> expressions(panel).forEach(expression -> addMetrics(used, expression)));

        assertThat(used).hasSizeGreaterThan(20);
        assertThat(there).containsAll(used);
    }

    private static int runTest(int port) throws Exception {
        assumeTrue(Files.isExecutable(BASH), "there is no " + BASH);
        Map<String, Object> test = at(find("Pod", "team-parley-test"), "spec", "containers", 0);
        var process = new ProcessBuilder(RenderedChart.<List<String>>at(test, "command"));
        process.environment().put("HOST", "127.0.0.1");
        process.environment().put("PORT", Integer.toString(port));
        process.environment().put("PATIENCE", "0");
        return process.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static void addMetrics(Set<String> metrics, String expression) {
        METRIC.matcher(expression).results().forEach(found -> metrics.add(found.group()));
    }

    private static List<String> expressions(Map<String, Object> panel) {
        List<Map<String, Object>> targets = at(panel, "targets");
        return targets == null
                ? List.of()
                : targets.stream().map(target -> (String) target.get("expr")).toList();
    }

    private static HttpResponse<String> get(String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> container() {
        return at(find("Deployment", "team-parley"), "spec", "template", "spec", "containers", 0);
    }

    private static Map<String, Object> find(String kind, String name) {
        return RenderedChart.find(OBJECTS, kind, name);
    }

    private static void putFile(Map<String, Object> configuration, String name, String key) {
        String here = folder.resolve(name).toUri().toString();
        put(
                configuration,
                "file:/etc/parley-tls/" + name,
                here,
                "spring",
                "ssl",
                "bundle",
                "pem",
                "chat",
                "keystore",
                key);
    }

    /** Replaces a value that must be there. */
    private static void put(Map<String, Object> map, Object old, Object value, Object... path) {
        Map<Object, Object> holder = at(map, Arrays.copyOf(path, path.length - 1));
        assertThat(holder.put(path[path.length - 1], value)).isEqualTo(old);
    }
}
