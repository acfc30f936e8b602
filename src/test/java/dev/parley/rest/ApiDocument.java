package dev.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document of the running application, which answers are validated against. */
final class ApiDocument {
    /** Statuses that any call may have, by the {@code default} response. */
    private static final Set<Integer> EVERYWHERE = Set.of(405, 406, 413, 415);

    private final JsonNode document;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

    ApiDocument(JsonNode document) {
        this.document = document;
    }

    JsonNode json() {
        return document;
    }

    /** Fails if the document has no such answer of the call, or another schema of it. */
    void assertDescribes(String method, String path, int status, String contentType, JsonNode body) {
        operation(method, path).ifPresent(operation -> {
            String call = method + " " + path + " " + status;
            JsonNode response = operation.get("responses").path(Integer.toString(status));
            if (response.isMissingNode()) {
                assertThat(EVERYWHERE).as(call).contains(status);
                response = operation.get("responses").get("default");
            } else if (status >= 400) {
                assertThat(response.get("description").asString())
                        .as(call)
                        .contains("`" + body.path("code").asString("") + "`");
            }
            JsonNode content = response.path("content").path(contentType);
            assertThat(content.has("schema")).as(call + " " + contentType).isTrue();
            assertFits(call, content.get("schema"), body);
        });
    }

    void assertFits(String what, JsonNode schema, JsonNode body) {
        assertThat(compiled(schema).validate(body)).as("%s %s", what, body).isEmpty();
    }

    private Schema compiled(JsonNode schema) {
        return schemas.computeIfAbsent(schema.toString(), text -> {
            ObjectNode whole = closed(document.get("components").deepCopy()).asObject();
            ObjectNode root = schema.deepCopy().asObject();
            root.set("components", whole);
            return registry.getSchema(root);
        });
    }

    /** Refuses fields that the document does not have; for clients they may be added. */
    private static JsonNode closed(JsonNode node) {
        if (node.isObject() && node.has("properties") && !node.has("discriminator")) {
            node.asObject().put("additionalProperties", false);
        }
        node.forEach(ApiDocument::closed);
        return node;
    }

    private Optional<JsonNode> operation(String method, String path) {
        String documented = method.equals("HEAD") ? "get" : method.toLowerCase();
        return document.get("paths").properties().stream()
                .filter(entry -> path.matches(entry.getKey().replaceAll("\\{[^}]*}", "[^/]+"))) // none of them has dots
                .min(Comparator.comparing(
                        (Map.Entry<String, JsonNode> entry) -> entry.getKey().contains("{")))
                .map(entry -> entry.getValue().get(documented));
    }
}
