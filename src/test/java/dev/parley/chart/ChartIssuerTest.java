package dev.parley.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** An issuer whose tokens are good for the REST API in a cluster. */
class ChartIssuerTest {
    private static final String NAME = "team-parley";

    @Test
    void oidcIssuerAudienceAndRoleClaimReachTheConfiguration() {
        Map<String, Object> application = application(RenderedChart.parse(minimal()
                .set("admin.oidc.issuerUri", "https://login.example.com/realms/team")
                .set("admin.oidc.audience", "parley")
                .set("admin.oidc.roleClaim", "realm_access.roles")
                .set("admin.oidc.clientId", "parley-console")
                .call()));
        assertThat(RenderedChart.<Map<String, Object>>at(
                        application, "spring", "security", "oauth2", "resourceserver", "jwt"))
                .containsOnly(
                        Map.entry("issuer-uri", "https://login.example.com/realms/team"),
                        Map.entry("audiences", "parley"));
        assertThat(RenderedChart.<Map<String, Object>>at(application, "parley", "admin", "oidc"))
                .containsOnly(Map.entry("role-claim", "realm_access.roles"), Map.entry("client-id", "parley-console"));
    }

    @Test
    void oidcPropertiesAreOmittedWithoutAnIssuer() {
        assertThat(application(RenderedChart.parse(minimal().call())).toString())
                .doesNotContain("oauth2", "oidc", "issuer");
    }

    private static TemplateCommand minimal() {
        return RenderedChart.command()
                .withValuesFile(RenderedChart.FOLDER.resolve(Path.of("ci", "minimal-values.yaml")));
    }

    private static Map<String, Object> application(List<Map<String, Object>> objects) {
        return new Yaml()
                .load(RenderedChart.<String>at(
                        RenderedChart.find(objects, "ConfigMap", NAME), "data", "application.yml"));
    }
}
