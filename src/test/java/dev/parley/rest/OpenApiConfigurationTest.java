package dev.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.parley.activity.ActivityRecord;
import dev.parley.history.HistoryMode;
import dev.parley.operator.Permission;
import dev.parley.operator.Role;
import dev.parley.protocol.Format;
import dev.parley.session.Drain;
import dev.parley.session.port.DisconnectReason;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
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

    @Test
    void documentIsValidOpenApi31() {
        SwaggerParseResult parsed = new OpenAPIV3Parser().readContents(api.toString());

        assertThat(parsed.getMessages()).isEmpty();
        assertThat(api.get("openapi").asString()).startsWith("3.1.");
        Schema metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        api.get("components")
                .get("schemas")
                .properties()
                .forEach(schema -> assertThat(metaSchema.validate(schema.getValue()))
                        .as(schema.getKey())
                        .isEmpty());
    }

    @Test
    void operationIdsAreUnique() {
        assertThat(calls())
                .extracting(call -> call.operation().get("operationId").asString())
                .doesNotHaveDuplicates();
    }

    @Test
    void examplesFitTheirSchemas() {
        for (Call call : calls()) {
            call.operation()
                    .get("responses")
                    .properties()
                    .forEach(response -> assertExampleFits(call.name() + " " + response.getKey(), response.getValue()));
            if (call.operation().has("requestBody")) {
                assertExampleFits(call.name(), call.operation().get("requestBody"));
            }
        }
    }

    private void assertExampleFits(String what, JsonNode described) {
        described.get("content").properties().stream()
                .filter(content -> content.getKey().endsWith("json") && !what.endsWith("default"))
                .map(Map.Entry::getValue)
                .forEach(
                        content -> operator.document().assertFits(what, content.get("schema"), content.get("example")));
    }

    @Test
    void fieldsWithCertainValuesHaveThoseOfTheCode() {
        List<String> roles = labels(Role.values(), Role::label);
        List<String> formats = labels(Format.values(), Format::label);
        List<String> levels = List.of("trace", "debug", "info", "warn", "error", "off");
        Map<String, List<String>> expected = Map.ofEntries(
                Map.entry("AccountView.role", roles),
                Map.entry("GivenRole.role", roles),
                Map.entry("NewRole.role", roles),
                Map.entry("TokenView.role", roles),
                Map.entry("CreatedToken.role", roles),
                Map.entry("CreateTokenRequest.role", roles),
                Map.entry("CallerView.role", roles),
                Map.entry("ClientView.format", formats),
                Map.entry("ClosedClientView.format", formats),
                Map.entry("ClientView.listener", List.of("plain", "tls")),
                Map.entry("ClosedClientView.listener", List.of("plain", "tls")),
                Map.entry("ClosedClientView.reason", labels(DisconnectReason.values(), DisconnectReason::label)),
                Map.entry("Drained.state", labels(Drain.State.values(), Drain.State::label)),
                Map.entry("StatusView.state", labels(Drain.State.values(), Drain.State::label)),
                Map.entry(
                        "StatusView.history",
                        labels(HistoryMode.values(), mode -> mode.name().toLowerCase(Locale.ROOT))),
                Map.entry("RaisedAlarm.type", List.of("clock", "disk", "history", "memory")),
                Map.entry("Term.endReason", List.of("stopped", "idle", "connection", "lost")),
                Map.entry("LoggerView.level", levels),
                Map.entry("LoggerView.effective", levels),
                Map.entry("Change.level", levels),
                Map.entry("MessageView.type", List.of("message", "action", "topic")),
                Map.entry("DeletedMessage.type", List.of("message", "action", "topic")),
                Map.entry("AuditedResultUndone.undone", List.of("ban", "unban", "mute", "unmute", "undo")));

        JsonNode schemas = api.get("components").get("schemas");
        Map<String, List<String>> documented = new TreeMap<>();
        schemas.properties()
                .forEach(schema -> schema.getValue().path("properties").properties().stream()
                        .filter(field -> field.getValue().has("enum"))
                        .forEach(field ->
                                documented.put(schema.getKey() + "." + field.getKey(), values(field.getValue()))));

        documented.remove("ImpactWarning.code"); // an enum in Java
        assertThat(documented).containsOnlyKeys(expected.keySet());
        documented.forEach((field, values) ->
                assertThat(values).as(field).containsExactlyInAnyOrderElementsOf(expected.get(field)));
        assertThat(values(schemas.at("/CallerView/properties/rights/items")))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Role.values())
                        .flatMap(role -> role.permissions().stream())
                        .map(Permission::label)
                        .distinct()
                        .toList());
        assertThat(values(schemas.at("/StatsView/properties/series/items")))
                .isEqualTo(operator.get("/api/v1/stats")
                        .json()
                        .get("series")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList());
        assertThat(values(schemas.get("EventType"))).containsExactlyInAnyOrderElementsOf(ActivityRecord.types());
    }

    private static List<String> values(JsonNode schema) {
        return schema.get("enum")
                .valueStream()
                .filter(value -> !value.isNull())
                .map(JsonNode::asString)
                .toList();
    }

    private static <E> List<String> labels(E[] values, Function<E, String> label) {
        return Stream.of(values).map(label).toList();
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
    void swaggerUiIsPublicAndAsksForATokenInAForm() {
        for (String file : List.of("index.html", "swagger-ui.css", "swagger-ui-bundle.js")) {
            assertThat(operator.send(operator.anonymous("/swagger-ui/" + file)).status())
                    .as(file)
                    .isEqualTo(200);
        }
        String script = operator.text(operator.anonymous("/swagger-ui/swagger-initializer.js"));
        assertThat(script)
                .contains("function showReference(token) {", "requestInterceptor:", "/v3/api-docs/swagger-config")
                .containsOnlyOnce("window.onload =");
        assertThat(operator.send(operator.anonymous("/swagger-ui/other.js")).status())
                .isEqualTo(401);
    }

    @Test
    void pagesForBrowsersAllowNoScriptsOfOthersAndNoFrames() {
        for (String page : List.of("/swagger-ui.html", "/swagger-ui/index.html")) {
            String policy = operator.send(operator.anonymous(page).header("Accept", "text/html"))
                    .headers()
                    .firstValue("Content-Security-Policy")
                    .orElse("");
            assertThat(policy)
                    .as(page)
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "*", "http");
        }
    }
}
