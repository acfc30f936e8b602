package dev.parley.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets reach the pod from Secrets only, and never through a ConfigMap or the Deployment. */
class ChartSecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.spring.datasource.password=x",
                "config.spring.datasource.password=1",
                "config.spring\\.datasource\\.password=x",
                "config.spring.datasource.password=${PASSWORD:x}",
                "config.spring.datasource.hikari.password=x",
                "config.spring.datasource.url=jdbc:postgresql://db/parley?password=x",
                "config.spring.datasource.url=jdbc:postgresql://user:x@db/parley",
                "config.spring.ssl.bundle.pem.x.keystore.private-key-password=x",
                "config.spring.ssl.bundle.jks.x.keystore.password=x",
                "config.server.ssl.key_store_password=x",
                "config.spring.security.oauth2.client.registration.x.clientSecret=x",
                "config.parley.admin.token=x",
                "config.management.headers.Authorization=x",
                "config.list[0].token=x",
                "config.list.passwords[0]=x",
                "config.spring.application.json={\"password\":\"x\"}",
                "extraEnv[0].name=SPRING_DATASOURCE_PASSWORD extraEnv[0].value=x",
                "extraEnv[0].name=JDK_JAVA_OPTIONS extraEnv[0].value=-Dspring.datasource.password=x",
            })
    void secretsInReadableObjectsAreRefused(String assignments) {
        assertThatThrownBy(() -> RenderedChart.renderWith(assignments)).hasMessageContaining("valueFrom.secretKeyRef");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "config.spring.datasource.password=${PASSWORD}",
                "config.spring.ssl.bundle.pem.x.keystore.private-key=file:/tls/tls.key",
                "config.logging.level.dev\\.parley\\.rest\\.security\\.ApiToken=DEBUG",
                "extraEnv[0].name=SPRING_DATASOURCE_PASSWORD extraEnv[0].valueFrom.secretKeyRef.name=x",
                "extraEnv[0].name=JDK_JAVA_OPTIONS extraEnv[0].value=-XX:+UseG1GC",
            })
    void referencesToSecretsAreAccepted(String assignments) {
        assertThat(RenderedChart.renderWith(assignments)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PARLEY_DRAIN_WINDOW", "PARLEY_TCP_LOGIN_REQUIRED", "parley_tcp_port"})
    void propertiesOfParleyAreSetInConfigOnly(String variable) {
        assertThatThrownBy(() -> RenderedChart.renderWith("extraEnv[0].name=" + variable + " extraEnv[0].value=x"))
                .hasMessageContaining("in config instead");
    }
}
