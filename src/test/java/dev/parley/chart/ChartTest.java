package dev.parley.chart;

import static dev.parley.chart.RenderedChart.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What Helm makes of the chart, with each file of values under {@code helm/parley/ci}. */
class ChartTest {
    private static final String NAME = "team-parley";
    private static final String DATABASE = "database.url=jdbc:postgresql://db/parley database.existingSecret=parley-db";

    static List<Path> exampleValues() {
        return RenderedChart.exampleValues();
    }

    @ParameterizedTest
    @MethodSource("exampleValues")
    void everyRenderedObjectIsValidInTheKubernetesModel(Path values) {
        var objects = RenderedChart.render(values);

        assertThat(objects)
                .extracting(object -> object.get("kind"))
                .contains("Deployment", "Service", "ConfigMap", "Pod");
        objects.forEach(StrictModel::check);
    }

    @Test
    void strictModelRejectsUnknownAndMissingFields() {
        var service = RenderedChart.find(RenderedChart.render(minimal()), "Service", NAME);
        RenderedChart.<Map<String, Object>>at(service, "spec").put("lodBalancerClass", "x");
        assertThatThrownBy(() -> StrictModel.check(service)).hasMessageContaining("lodBalancerClass");

        var deployment = RenderedChart.find(RenderedChart.render(minimal()), "Deployment", NAME);
        RenderedChart.<Map<String, Object>>at(deployment, "spec").remove("selector");
        assertThatThrownBy(() -> StrictModel.check(deployment)).hasMessageContaining("selector");

        var monitor = RenderedChart.find(RenderedChart.render(values("monitoring")), "ServiceMonitor", NAME);
        RenderedChart.<Map<String, Object>>at(monitor, "spec", "endpoints", 0).put("intervall", "15s");
        assertThatThrownBy(() -> StrictModel.check(monitor)).hasMessageContaining("intervall");
    }

    @ParameterizedTest
    @MethodSource("exampleValues")
    void helmLintReportsNoErrorsOrWarnings(Path values, @TempDir Path folder) throws IOException {
        Path chart = folder.resolve("parley");
        RenderedChart.copy(chart);
        var merged = merge(RenderedChart.read("values.yaml"), RenderedChart.readYaml(values));
        Files.writeString(chart.resolve("values.yaml"), new Yaml().dump(merged));

        var result = new Helm(chart).lint().strict().call();

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
        assertThat(result.getMessages())
                .noneMatch(message -> message.contains("[ERROR]") || message.contains("[WARNING]"));
    }

    @ParameterizedTest
    @MethodSource("exampleValues")
    void namesAndLabelsFollowHelmsConventions(Path values) {
        for (var object : RenderedChart.render(values)) {
            String name = at(object, "metadata", "name");
            assertThat(name).startsWith(NAME).matches("[a-z0-9-]{1,63}");
            Map<String, String> labels = at(object, "metadata", "labels");
            assertThat(labels)
                    .containsEntry("app.kubernetes.io/name", "parley")
                    .containsEntry("app.kubernetes.io/instance", RenderedChart.RELEASE)
                    .containsEntry("app.kubernetes.io/managed-by", "Helm")
                    .containsKeys("app.kubernetes.io/version", "helm.sh/chart");
        }
    }

    @ParameterizedTest
    @MethodSource("exampleValues")
    void podsMeetTheRestrictedSecurityStandard(Path values) {
        var objects = RenderedChart.render(values);
        Map<String, Object> deployed = at(RenderedChart.find(objects, "Deployment", NAME), "spec", "template", "spec");
        Map<String, Object> test = at(RenderedChart.find(objects, "Pod", NAME + "-test"), "spec");
        assertThat(deployed).containsEntry("automountServiceAccountToken", hasStandby(objects));
        assertThat(test).containsEntry("automountServiceAccountToken", false);
        for (var pod : List.of(deployed, test)) {
            Map<String, Object> context = at(pod, "securityContext");
            assertThat(context).containsEntry("runAsNonRoot", true).containsEntry("runAsUser", 10_001);
            assertThat(RenderedChart.<String>at(context, "seccompProfile", "type"))
                    .isEqualTo("RuntimeDefault");
            Map<String, Object> container = at(pod, "containers", 0, "securityContext");
            assertThat(container)
                    .containsEntry("allowPrivilegeEscalation", false)
                    .containsEntry("readOnlyRootFilesystem", true);
            assertThat(RenderedChart.<List<String>>at(container, "capabilities", "drop"))
                    .containsExactly("ALL");
        }
    }

    private static boolean hasStandby(List<Map<String, Object>> objects) {
        return RenderedChart.<Integer>at(RenderedChart.find(objects, "Deployment", NAME), "spec", "replicas") == 2;
    }

    @Test
    void probesAskTheManagementPortAndNeverConnectToTheChat() {
        Map<String, Object> container = at(
                RenderedChart.find(RenderedChart.render(minimal()), "Deployment", NAME),
                "spec",
                "template",
                "spec",
                "containers",
                0);

        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            Map<String, Object> asked = at(container, probe);
            assertThat(asked).doesNotContainKey("tcpSocket");
            assertThat(RenderedChart.<String>at(asked, "httpGet", "port")).isEqualTo("management");
        }
    }

    @ParameterizedTest
    @MethodSource("exampleValues")
    void notesShowHowToChatAndWhichClientAddressesParleySees(Path values) {
        assertThat(RenderedChart.notes(values))
                .contains("nc 127.0.0.1 12345", "helm test -n chat team")
                .matches(notes -> notes.contains("externalTrafficPolicy is")
                        != notes.contains("The chat is reachable inside the cluster only"));
    }

    @Test
    void helmTestPodIsATestHook() throws IOException {
        assertThat(Files.readString(RenderedChart.FOLDER.resolve("templates/tests/chat.yaml")))
                .contains("\n    helm.sh/hook: test\n");
    }

    @Test
    void tlsPortAndCertificateReachTheContainer() {
        var objects = RenderedChart.render(values("tls"));

        assertThat(RenderedChart.<Map<String, Object>>at(
                        RenderedChart.find(objects, "Service", NAME), "spec", "ports", 0))
                .isEqualTo(Map.of("name", "chat-tls", "port", 6_697, "targetPort", "chat-tls", "nodePort", 31_235));
        assertThat(RenderedChart.<List<Object>>at(
                        RenderedChart.find(objects, "NetworkPolicy", NAME), "spec", "ingress", 0, "ports"))
                .containsExactly(Map.of("port", "chat"), Map.of("port", "chat-tls"));
        Map<String, Object> pod = at(RenderedChart.find(objects, "Deployment", NAME), "spec", "template", "spec");
        assertThat(RenderedChart.<List<Object>>at(pod, "containers", 0, "ports"))
                .contains(Map.of("name", "chat-tls", "containerPort", 12_346));
        assertThat(RenderedChart.<List<Object>>at(pod, "containers", 0, "volumeMounts"))
                .contains(Map.of("name", "tls", "mountPath", "/etc/parley-tls", "readOnly", true));
        assertThat(RenderedChart.<List<Object>>at(pod, "volumes"))
                .contains(
                        Map.of("name", "tls", "secret", Map.of("secretName", "chat-certificate", "defaultMode", 0440)));
    }

    @Test
    void renderedChartDoesNotMentionTlsWhenTlsIsOff() {
        assertThat(RenderedChart.command().withValuesFile(minimal()).call()).doesNotContain("tls");
    }

    @Test
    void alertsMatchOnlyTheNamespaceOfTheRelease() {
        List<Map<String, Object>> rules = at(
                RenderedChart.find(RenderedChart.render(values("monitoring")), "PrometheusRule", NAME),
                "spec",
                "groups",
                0,
                "rules");

        assertThat(rules)
                .allSatisfy(rule -> assertThat((String) rule.get("expr"))
                        .contains("namespace=\"chat\"")
                        .doesNotContain("namespace=~"));
    }

    @Test
    void generatedTokenHasTheFormatThatParleyAccepts() {
        var secret = RenderedChart.find(RenderedChart.render(minimal()), "Secret", NAME + "-admin");
        String encoded = at(secret, "data", "admin-token");

        assertThat(new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII))
                .matches("parley_[A-Za-z0-9_-]{43}");
        assertThat(RenderedChart.<String>at(secret, "metadata", "annotations", "helm.sh/resource-policy"))
                .isEqualTo("keep");
    }

    @Test
    void configurationChangeAltersThePodChecksum() {
        assertThat(checksum(RenderedChart.renderWith("config.parley.limits.rooms", 1)))
                .isNotEqualTo(checksum(RenderedChart.renderWith("config.parley.limits.rooms", 2)));
    }

    @Test
    void logsAreJsonUnlessDisabled() {
        assertThat(environment(RenderedChart.render(minimal())))
                .contains(Map.of("name", "SPRING_PROFILES_ACTIVE", "value", "json"));
        assertThat(environment(RenderedChart.renderWith("jsonLogs", false))).isNull();
    }

    @Test
    void valuesThatAreNullRenderAsTheirDefaults(@TempDir Path folder) throws IOException {
        var monitoring = Map.of(
                "serviceMonitor", Map.of("enabled", true),
                "prometheusRule", Map.of("enabled", true),
                "dashboard", Map.of("enabled", true));
        var expected = objects(Map.of("monitoring", monitoring), folder);
        Map<String, Object> defaults = RenderedChart.read("values.yaml");
        defaults.keySet().removeAll(List.of("image", "resources", "monitoring"));

        for (String section : defaults.keySet()) {
            var nulled = new HashMap<String, Object>(Map.of("monitoring", monitoring));
            nulled.put(section, null);
            assertThat(objects(nulled, folder)).as(section).isEqualTo(expected);
            if (defaults.get(section) instanceof Map<?, ?> values && !values.isEmpty()) {
                nulled.put(section, nulls(values));
                assertThat(objects(nulled, folder)).as("values of " + section).isEqualTo(expected);
            }
        }
        assertThat(RenderedChart.renderWith("monitoring=null resources=null image.pullPolicy=null"))
                .isNotEmpty()
                .allSatisfy(StrictModel::check);
    }

    private static Map<String, Object> nulls(Map<?, ?> values) {
        var nulls = new HashMap<String, Object>();
        values.forEach((key, value) -> nulls.put((String) key, value instanceof Map<?, ?> more ? nulls(more) : null));
        return nulls;
    }

    /** Renders all objects but the Secret, whose token is random. */
    private static List<Map<String, Object>> objects(Map<String, Object> values, Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), new Yaml().dump(values));
        return RenderedChart.parse(RenderedChart.command()
                        .withValuesFile(minimal())
                        .withValuesFile(file)
                        .call())
                .stream()
                .filter(object -> !object.get("kind").equals("Secret"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "null", "on", "123", "1e3", "0x1f", "2026-01-01", "v1.2"})
    void namesThatYamlTakesForOtherTypesStayStrings(String name) {
        var objects = RenderedChart.parse(RenderedChart.command()
                .withName(name)
                .set("image.repository", "registry.example.com/parley")
                .set("chat.service.loadBalancerClass", "example.com/1")
                .call());

        assertThat(objects).allSatisfy(StrictModel::check).allSatisfy(object -> {
            assertThat(RenderedChart.<Object>at(object, "metadata", "name"))
                    .asString()
                    .matches("[a-z][a-z0-9-]*");
            assertThat(RenderedChart.<Map<String, Object>>at(object, "metadata", "labels"))
                    .containsEntry("app.kubernetes.io/instance", name);
        });
    }

    @Test
    void gracePeriodCoversSleepDrainAndStop() {
        assertThat(gracePeriod("jsonLogs=true")).isEqualTo(75);
        assertThat(gracePeriod("config.parley.drain.window=2m preStopSleepSeconds=10"))
                .isEqualTo(160);
        assertThat(gracePeriod("config.parley.drain.window=1500ms")).isEqualTo(37);
        assertThat(gracePeriod("terminationGracePeriodSeconds=300")).isEqualTo(300);
        assertThat(gracePeriod(DATABASE)).isEqualTo(90);
        assertThat(gracePeriod(DATABASE + " replicas=2")).isEqualTo(75);
        assertThat(gracePeriod(DATABASE + " preStopSleepSeconds=10")).isEqualTo(80);
    }

    @Test
    void drainWindowOfTheChartIsTheDefaultOfTheApplication() throws IOException {
        var map = RenderedChart.find(RenderedChart.render(minimal()), "ConfigMap", NAME);
        Map<String, Object> application = new Yaml().load(RenderedChart.<String>at(map, "data", "application.yml"));

        assertThat(Files.readString(Path.of("src/main/resources/application.yml")))
                .contains("\n    window: " + at(application, "parley", "drain", "window") + "\n");
    }

    private static int gracePeriod(String assignments) {
        return RenderedChart.at(
                RenderedChart.find(RenderedChart.renderWith(assignments), "Deployment", NAME),
                "spec",
                "template",
                "spec",
                "terminationGracePeriodSeconds");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replicas                              | 2        | replicas cannot be 2 without database.url
            replicas                              | 3        | one pod serves the chat
            replicaCount                          | 1        | replicaCount
            image.repo                            | x        | repo
            image.digest                          | abc      | digest
            image.pullPolicy                      | Sometimes| pullPolicy
            chat.service.type                     | ExternalName | type
            chat.service.port                     | 70000    | port
            chat.service.nodePort                 | 65536    | nodePort
            chat.tls.enabled                      | true     | chat.tls.secret is required
            chat.tls.port                         | 70000    | port
            chat.tls.certificate                  | x        | certificate
            chat.tls.loginRequired                | maybe    | loginRequired
            chat.loginRequired                    | maybe    | loginRequired
            fullnameOverride                      | my.chat  | fullnameOverride
            terminationGracePeriodSeconds         | 74       | must be at least 75
            config.parley.drain.window            | PT40S    | config.parley.drain.window
            config.parley.drain.window            | soon     | config.parley.drain.window
            config.parley                         | null     | config.parley must have properties
            config.parley.tcp                     | null     | config.parley.tcp must have properties
            config.parley.history                 | off      | config.parley.history must have properties
            config.spring                         | null     | config.spring must have properties
            config.parley.tcp.port                | 1        | config.parley.tcp.port
            config.parley.tcp.Port                | 1        | config: write parley.tcp.Port
            config.parley\\.tcp\\.port            | 1        | config: write parley.tcp.port
            config.spring\\.lifecycle.timeoutPerShutdownPhase | 5m | timeoutPerShutdownPhase
            config.ssl.private-key                | -----BEGIN RSA PRIVATE KEY----- | valueFrom.secretKeyRef
            extraEnv[0]                           | x        | extraEnv
            accounts.registration                 | maybe    | registration
            chat.service.externalTrafficPolicy    | Global   | externalTrafficPolicy
            persistence.accessMode                | ReadWriteMany | accessMode
            persistence.size                      | big      | size
            persistence.enabled                   | maybe    | enabled
            networkPolicy.chatFrom                | everyone | chatFrom
            terminationGracePeriodSeconds         | 1        | terminationGracePeriodSeconds
            admin.ingress.enabled                 | true     | admin.ingress.host is required
            database.url                          | jdbc:mysql://db/parley | url
            database.url                          | jdbc:postgresql://db/parley | database.existingSecret is required
            database.url                          | jdbc:postgresql://db/parley?user=u&password=p | ConfigMap
            database.password                     | x        | password
            history.mode                          | sometimes | mode
            history.retentionMessages             | 0        | retentionMessages
            history.retentionAge                  | week     | retentionAge
            accounts.allowPlaintext               | maybe    | allowPlaintext
            networkPolicy.databaseTo              | db       | databaseTo
            """)
    void aWrongValueIsRefusedWithAClearMessage(String name, String value, String says) {
        assertThatThrownBy(() -> RenderedChart.renderWith(name, value)).hasMessageContaining(says);
    }

    @Test
    void renderingWithoutAnImageNamesTheMissingValue() {
        assertThatThrownBy(() -> RenderedChart.command().call()).hasMessageContaining("image.repository is required");
    }

    private static List<Map<String, Object>> environment(List<Map<String, Object>> objects) {
        return at(RenderedChart.find(objects, "Deployment", NAME), "spec", "template", "spec", "containers", 0, "env");
    }

    private static String checksum(List<Map<String, Object>> objects) {
        return at(
                RenderedChart.find(objects, "Deployment", NAME),
                "spec",
                "template",
                "metadata",
                "annotations",
                "checksum/config");
    }

    private static Path minimal() {
        return values("minimal");
    }

    private static Path values(String name) {
        return RenderedChart.FOLDER.resolve("ci/" + name + "-values.yaml");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> merge(Map<String, Object> base, Map<String, Object> more) {
        more.forEach((key, value) -> base.merge(
                key,
                value,
                (old, changed) -> old instanceof Map && changed instanceof Map
                        ? merge((Map<String, Object>) old, (Map<String, Object>) changed)
                        : changed));
        return base;
    }
}
