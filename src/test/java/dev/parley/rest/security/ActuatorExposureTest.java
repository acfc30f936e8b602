package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.RawHttp;
import dev.parley.rest.StartedParley;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalManagementPort;

@StartedParley
class ActuatorExposureTest {
    @Autowired
    OperatorClient operator;

    @LocalManagementPort
    int managementPort;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/actuator/info",
                "/actuator/sbom"
            })
    void managementEndpointsAreReadableWithoutAToken(String path) {
        assertThat(operator.send(operator.management(path)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nothing",
                "/actuator/env",
                "/actuator/beans",
                "/actuator/shutdown",
                "/api/v1/clients",
                "/api/v1/rooms",
                "/api/v1/announcements"
            })
    void otherPathsOnTheManagementPortAreNotFound(String path) {
        var withToken = operator.management(path).header("Authorization", "Bearer " + operator.token());

        assertThat(operator.send(operator.management(path)).status()).isEqualTo(404);
        assertThat(operator.send(withToken).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//",
                "/;x",
                "/a;%u002e",
                "/a;%zz",
                "/;%",
                "/%",
                "/%zz",
                "/%25",
                "/a%00b",
                "/a%2fb",
                "/..",
                "/a|b",
                "/actuator/%",
                "/actuator/health;%"
            })
    void malformedPathsOnTheManagementPortAreBadRequests(String path) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        assertThat(new RawHttp(managementPort).status(request)).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/health", "/actuator/info", "/actuator/prometheus", "/livez"})
    void actuatorIsNotReachableOnTheApiPort(String path) {
        assertThat(operator.get(path).status()).isEqualTo(404);
        assertThat(operator.send(operator.anonymous(path)).status()).isEqualTo(401);
    }

    /** Those that Spring Boot has. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "auditevents",
                "beans",
                "caches",
                "conditions",
                "configprops",
                "env",
                "flyway",
                "heapdump",
                "httpexchanges",
                "integrationgraph",
                "liquibase",
                "logfile",
                "loggers",
                "mappings",
                "metrics",
                "quartz",
                "scheduledtasks",
                "sessions",
                "shutdown",
                "startup",
                "threaddump"
            })
    void unexposedActuatorEndpointsAreNotFoundOnAnyPort(String id) {
        String path = "/actuator/" + id;

        assertThat(operator.send(operator.management(path)).status()).isEqualTo(404);
        assertThat(operator.send(operator.management(path).POST(BodyPublishers.noBody()))
                        .status())
                .isEqualTo(404);
        assertThat(operator.get(path).status()).isEqualTo(404);
        assertThat(operator.get("/" + id).status()).isEqualTo(404);
    }
}
