package dev.parley.chart;

import static dev.parley.chart.RenderedChart.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** Where the chart has what is said and accounts kept, and for how long. */
class ChartDatabaseTest {
    private static final String NAME = "team-parley";
    private static final String URL =
            "jdbc:postgresql://db-0.example.com,db-1.example.com:6432/parley?targetServerType=primary&sslmode=require";

    @Test
    void dataFolderIsOnAPersistentVolumeClaimWithoutPostgresql() {
        var objects = RenderedChart.render(values("minimal"));

        assertThat(RenderedChart.<Map<String, Object>>at(
                        RenderedChart.find(objects, "PersistentVolumeClaim", NAME), "spec"))
                .isEqualTo(Map.of(
                        "accessModes",
                        List.of("ReadWriteOnce"),
                        "resources",
                        Map.of("requests", Map.of("storage", "1Gi"))));
        assertThat(RenderedChart.<List<Object>>at(pod(objects), "volumes"))
                .contains(Map.of("name", "data", "persistentVolumeClaim", Map.of("claimName", NAME)));
        assertThat(environment(objects))
                .extracting(variable -> variable.get("name"))
                .containsOnly("SPRING_PROFILES_ACTIVE");
        assertThat(RenderedChart.<Object>at(application(objects), "spring", "datasource"))
                .isNull();
    }

    @Test
    void databaseUrlIsInTheConfigurationAndCredentialsComeFromTheSecretOnly() {
        var objects = RenderedChart.render(values("postgresql"));

        assertThat(RenderedChart.<Object>at(application(objects), "spring", "datasource"))
                .isEqualTo(Map.of("url", URL));
        assertThat(environment(objects))
                .contains(
                        variable("SPRING_DATASOURCE_USERNAME", "user"),
                        variable("SPRING_DATASOURCE_PASSWORD", "password"));
        assertThat(objects).extracting(object -> object.get("kind")).doesNotContain("PersistentVolumeClaim");
        assertThat(RenderedChart.<List<Object>>at(pod(objects), "volumes"))
                .contains(Map.of("name", "data", "emptyDir", Map.of()));
    }

    @Test
    void newPodStartsBesideTheOldOneOnAServerButNotOnAFile() {
        assertThat(strategy("postgresql"))
                .isEqualTo(
                        Map.of("type", "RollingUpdate", "rollingUpdate", Map.of("maxSurge", 1, "maxUnavailable", 1)));
        assertThat(strategy("minimal")).isEqualTo(Map.of("type", "Recreate"));
    }

    private static Map<String, Object> strategy(String values) {
        return at(RenderedChart.find(RenderedChart.render(values(values)), "Deployment", NAME), "spec", "strategy");
    }

    @Test
    void networkPolicyAllowsEgressToTheDatabaseAndDnsOnly() {
        assertThat(RenderedChart.<List<Object>>at(policy(RenderedChart.render(values("postgresql"))), "egress"))
                .containsExactly(
                        Map.of(
                                "ports",
                                List.of(Map.of("port", 5_432), Map.of("port", 6_432)),
                                "to",
                                List.of(Map.of("ipBlock", Map.of("cidr", "10.0.5.0/24")))),
                        Map.of(
                                "ports",
                                List.of(Map.of("port", 53, "protocol", "UDP"), Map.of("port", 53, "protocol", "TCP"))));
        assertThat(policy(RenderedChart.render(values("network-policy"))))
                .containsEntry("policyTypes", List.of("Ingress", "Egress"))
                .doesNotContainKey("egress");
    }

    @Test
    void historyAndAccountValuesReachTheConfiguration() {
        assertThat(RenderedChart.<Object>at(application(RenderedChart.render(values("minimal"))), "parley", "history"))
                .isEqualTo(Map.of("mode", "durable", "retention-messages", 10_000, "retention-age", "7d"));

        var application = application(RenderedChart.render(values("postgresql")));
        assertThat(RenderedChart.<Object>at(application, "parley", "history"))
                .isEqualTo(Map.of("mode", "async", "retention-messages", 500, "retention-age", "36h"));
        assertThat(RenderedChart.<Object>at(application, "parley", "accounts"))
                .isEqualTo(Map.of("allow-plaintext", true, "registration", "open"));
    }

    @Test
    void retentionOfAMillionMessagesIsRenderedAsAnInteger() {
        var objects = RenderedChart.renderWith("history.retentionMessages", 1_000_000);

        assertThat(RenderedChart.<Object>at(application(objects), "parley", "history", "retention-messages"))
                .isEqualTo(1_000_000);
    }

    @Test
    void configPropertyOverridesTheChartValue() {
        var objects = RenderedChart.renderWith("config.parley.history.mode", "async");

        assertThat(RenderedChart.<Object>at(application(objects), "parley", "history", "mode"))
                .isEqualTo("async");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            minimal        | /data/parley.db, on the claim team-parley
            cluster-ip     | /data/parley.db, on the claim chat-data
            postgresql     | in the database jdbc:postgresql://db-0
            network-policy | NOTHING IS KEPT
            minimal        | Passwords are not accepted from other machines
            tls            | Passwords are accepted over TLS only
            postgresql     | Passwords are accepted on the plain port too
            """)
    void notesDescribeTheStorageAndThePasswordRules(String values, String says) {
        assertThat(RenderedChart.notes(values(values))).contains(says);
    }

    @Test
    void notesCountTheConnectionsOfThePoolInUse(@TempDir Path folder) throws IOException {
        Path pool = folder.resolve("pool.yaml");
        Files.writeString(pool, "config: {spring: {datasource: {hikari: {maximum-pool-size: 20}}}}\n");

        assertThat(RenderedChart.notes(values("postgresql"), pool)).contains("44 connections: 22 for each pod");
    }

    @Test
    void notesCountTheConnectionsOfTheDefaultPool() throws IOException {
        Map<String, Object> defaults = new Yaml()
                .load(Files.readString(Path.of("src/main/resources/application.yml"))
                        .split("(?m)^---$")[0]);
        int each = RenderedChart.<Integer>at(defaults, "spring", "datasource", "hikari", "maximum-pool-size") + 2;

        assertThat(RenderedChart.notes(values("postgresql")))
                .contains(2 * each + " connections: " + each + " for each pod");
    }

    private static Map<String, Object> variable(String name, String key) {
        return Map.of("name", name, "valueFrom", Map.of("secretKeyRef", Map.of("name", "parley-database", "key", key)));
    }

    private static Map<String, Object> policy(List<Map<String, Object>> objects) {
        return at(RenderedChart.find(objects, "NetworkPolicy", NAME), "spec");
    }

    private static Map<String, Object> pod(List<Map<String, Object>> objects) {
        return at(RenderedChart.find(objects, "Deployment", NAME), "spec", "template", "spec");
    }

    private static List<Map<String, Object>> environment(List<Map<String, Object>> objects) {
        return at(pod(objects), "containers", 0, "env");
    }

    private static Map<String, Object> application(List<Map<String, Object>> objects) {
        return new Yaml()
                .load(RenderedChart.<String>at(
                        RenderedChart.find(objects, "ConfigMap", NAME), "data", "application.yml"));
    }

    private static Path values(String name) {
        return RenderedChart.FOLDER.resolve("ci/" + name + "-values.yaml");
    }
}
