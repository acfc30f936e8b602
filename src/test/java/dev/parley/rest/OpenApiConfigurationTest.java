package dev.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.operator.Permission;
import dev.parley.operator.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** The reference of the API: nothing is missing in it, and what it says of rights is what holds. */
@StartedParley
class OpenApiConfigurationTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    @Autowired
    OperatorClient operator;

    private JsonNode api;

    private record Call(String method, String path, JsonNode operation) {
        String name() {
            return method.toUpperCase() + " " + path;
        }

        /** A path that names nothing there is. */
        String example() {
            return path.replaceAll("\\{[^}]*}", "none");
        }
    }

    @BeforeEach
    void read() {
        api = operator.get("/v3/api-docs").json();
    }

    private List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .forEach(operation ->
                                calls.add(new Call(operation.getKey(), path.getKey(), operation.getValue()))));
        return calls;
    }

    @Test
    void apiTextsMatchTheOperationsOfTheApi() throws IOException {
        assertThat(calls()).hasSizeGreaterThan(25);
        assertThat(calls())
                .extracting(Call::name)
                .containsExactlyInAnyOrderElementsOf(OpenApiTexts.load().keySet());
    }

    @Test
    void everyOperationHasASummaryDescriptionExampleAndErrors() {
        for (Call call : calls()) {
            JsonNode operation = call.operation();
            assertThat(operation.get("summary").asString()).as(call.name()).isNotBlank();
            assertThat(operation.get("description").asString()).as(call.name()).hasSizeGreaterThan(25);
            assertThat(operation.get("responses").propertyNames())
                    .as(call.name())
                    .contains("401", "403", "429")
                    .anyMatch(status -> status.startsWith("2"));
            JsonNode body = operation.get("requestBody");
            if (body != null) {
                assertThat(body.get("content").get("application/json").has("example"))
                        .as(call.name())
                        .isTrue();
            }
            if (operation.has("parameters")) {
                operation
                        .get("parameters")
                        .forEach(parameter -> assertThat(
                                        parameter.path("description").asString(""))
                                .as(call.name() + " " + parameter.get("name"))
                                .isNotBlank());
            }
        }
    }

    /** An example that has fields the shape has not, or the other way round, is of another time. */
    @Test
    void examplesMatchTheirSchemas() {
        for (Call call : calls()) {
            call.operation().get("responses").properties().stream()
                    .filter(response -> response.getKey().startsWith("2"))
                    .map(response -> response.getValue().path("content").path("application/json"))
                    .filter(content -> content.has("schema"))
                    .forEach(content ->
                            assertFits(call.name(), content.get("example"), resolved(content.get("schema"))));
        }
    }

    private void assertFits(String where, JsonNode example, JsonNode schema) {
        JsonNode properties = schema.path("properties");
        if (properties.isEmpty() || !example.isObject()) {
            return;
        }
        assertThat(example.propertyNames()).as(where).isSubsetOf(properties.propertyNames());
        example.properties().forEach(field -> {
            JsonNode inner = resolved(properties.get(field.getKey()));
            if (field.getValue().isArray() && !field.getValue().isEmpty()) {
                assertFits(where + "." + field.getKey(), field.getValue().get(0), resolved(inner.path("items")));
            } else {
                assertFits(where + "." + field.getKey(), field.getValue(), inner);
            }
        });
    }

    private JsonNode resolved(JsonNode schema) {
        String ref = schema.path("$ref").asString("");
        return ref.isEmpty()
                ? schema
                : api.get("components").get("schemas").get(ref.substring(ref.lastIndexOf('/') + 1));
    }

    @Test
    void everyReferenceToASchemaResolves() {
        Set<String> schemas = Set.copyOf(api.get("components").get("schemas").propertyNames());
        assertThat(api.findValuesAsString("$ref"))
                .isNotEmpty()
                .allSatisfy(ref -> assertThat(ref.substring("#/components/schemas/".length()))
                        .isIn(schemas));
    }

    /** Whoever adds a call without saying who may do it finds it here. */
    @Test
    void eachRoleIsGrantedExactlyTheDocumentedOperations() {
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            tokens.put(role, operator.newToken(role.label()));
        }
        for (Call call : calls()) {
            JsonNode right = call.operation().get("x-right");
            assertThat(right).as(call.name() + " names no right").isNotNull();
            Permission needed = Permission.valueOf(right.asString().toUpperCase());
            for (Role role : Role.values()) {
                int status = status(call, tokens.get(role));
                if (role.has(needed)) {
                    assertThat(status).as(call.name() + " as " + role).isNotIn(401, 403);
                } else {
                    assertThat(status).as(call.name() + " as " + role).isEqualTo(403);
                }
                assertThat(status).as(call.name() + " as " + role).isLessThan(500);
            }
        }
    }

    /** With what makes it fail before it changes anything, but for the drain, which is taken back. */
    private int status(Call call, String token) {
        String path = call.example();
        if (path.endsWith("/events")) {
            path += "?type=none";
        }
        var request = operator.request(path, token).header("Content-Type", OperatorClient.JSON);
        boolean hasBody = call.operation().has("requestBody");
        request.method(
                call.method().toUpperCase(),
                hasBody
                        ? java.net.http.HttpRequest.BodyPublishers.ofString("{}")
                        : java.net.http.HttpRequest.BodyPublishers.noBody());
        int status = operator.send(request).status();
        if (call.name().equals("POST /api/v1/drain")) {
            operator.delete("/api/v1/drain");
        }
        return status;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v3/api-docs", "/v3/api-docs/swagger-config", "/v3/api-docs.yaml"})
    void apiDocsRequireAToken(String path) {
        assertThat(operator.send(operator.anonymous(path)).status()).isEqualTo(401);
        assertThat(operator.send(operator.request(path, operator.newToken("auditor")))
                        .status())
                .isIn(200, 404);
    }

    @Test
    void swaggerUiIsPublicAndAsksForAToken() {
        for (String file : List.of("index.html", "swagger-ui.css", "swagger-ui-bundle.js")) {
            assertThat(operator.send(operator.anonymous("/swagger-ui/" + file)).status())
                    .as(file)
                    .isEqualTo(200);
        }
        String script = operator.text(operator.anonymous("/swagger-ui/swagger-initializer.js"));
        assertThat(script).contains("Bearer ", "/v3/api-docs/swagger-config");
        assertThat(operator.send(operator.anonymous("/swagger-ui/other.js")).status())
                .isEqualTo(401);
    }
}
