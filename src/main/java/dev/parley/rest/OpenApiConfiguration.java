package dev.parley.rest;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.parley.activity.ActivityEvent;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.Discriminator;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;

/** Configures the OpenAPI reference of the API. Its schemas come from the code, its texts and examples from api.yml. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    /** OpenAPI extension that holds the permission a call needs, in lower case. */
    static final String RIGHT = "x-right";

    private static final String SCHEME = "token";
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String PROBLEM = SCHEMAS + "Problem";
    private static final String EVENT_TYPE = "EventType";
    private static final String EVENT_TYPES = "types";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final String JSON = "application/json";

    @Bean
    OperationCustomizer neededRights() {
        return (operation, handler) -> {
            RequiresPermission needs = handler.getMethodAnnotation(RequiresPermission.class);
            if (needs != null) {
                operation.addExtension(RIGHT, needs.value().label());
            }
            return operation;
        };
    }

    /** Loads the texts with the first request for the reference, because that takes a tenth of a second. */
    @Bean
    OpenApiCustomizer words() {
        return api -> {
            Map<String, OpenApiTexts> words = OpenApiTexts.load();
            Map<String, List<String>> values = OpenApiTexts.values();
            describe(api);
            values.forEach((field, names) -> restrict(api, field, names));
            api.getPaths()
                    .forEach((path, item) -> item.readOperationsMap()
                            .forEach((method, operation) -> describe(api, operation, path, method, words)));
        };
    }

    private static void describe(OpenAPI api) {
        api.info(new Info()
                .title("Parley")
                .version("v1")
                .description("Monitors and controls a running Parley. Lists have pages: request the next by cursor."
                        + " Errors are problems (RFC 9457); clients can rely on their code.")
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")));
        api.servers(List.of());
        api.addSecurityItem(new SecurityRequirement().addList(SCHEME));
        api.getComponents()
                .addSecuritySchemes(
                        SCHEME,
                        new SecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("The token of the token file, or one made by POST /api/v1/tokens."))
                .addSchemas("Problem", problem());
        ModelConverters.getInstance(true)
                .readAllAsResolvedSchema(new AnnotatedType(ActivityEvent.class))
                .referencedSchemas
                .forEach(api.getComponents()::addSchemas);
        Discriminator type = named(api.getComponents().getSchemas(), ActivityEvent.class.getSimpleName())
                .getDiscriminator();
        for (JsonSubTypes.Type kind : Objects.requireNonNull(ActivityEvent.class.getAnnotation(JsonSubTypes.class))
                .value()) {
            type.mapping(kind.name(), SCHEMAS + kind.value().getSimpleName());
        }
    }

    private static Schema<?> problem() {
        return type("object")
                .addProperty("type", type("string"))
                .addProperty("title", type("string").description("of the status"))
                .addProperty("status", type("integer"))
                .addProperty("detail", type("string").description("for people"))
                .addProperty("instance", type("string").description("the path"))
                .addProperty("code", type("string").description("contract"))
                .addProperty("clients", type("integer").description("clients that a ban would hit, with needs-force"))
                .addProperty(
                        "warnings",
                        type("array")
                                .items(new Schema<>().$ref(SCHEMAS + "ImpactWarning"))
                                .description("with needs-force"))
                .addProperty(
                        "change",
                        nullableObject()
                                .description("with cannot-undo: the audit record of the last change of the target"))
                .addProperty(
                        "current",
                        nullableObject()
                                .description("with cannot-undo: the ban or mute of the target that is in force"))
                .required(List.of("title", "status", "code"));
    }

    private static Schema<?> nullableObject() {
        return new JsonSchema().types(Set.of("object", "null")).additionalProperties(true);
    }

    private static Schema<?> type(String name) {
        return new JsonSchema().typesItem(name);
    }

    @SuppressWarnings("rawtypes") // as the model is
    private static Schema<?> named(Map<String, Schema> schemas, String name) {
        return Objects.requireNonNull(schemas.get(name), name);
    }

    /** @param path name of the schema and of its field, with a dot between */
    private static void restrict(OpenAPI api, String path, List<String> values) {
        String[] names = path.split("\\.");
        Schema<?> schema = named(api.getComponents().getSchemas(), names[0]);
        Schema<?> field = named(schema.getProperties(), names[1]);
        List<@Nullable Object> all = new ArrayList<>(values);
        if (field.getItems() != null) {
            Schema<?> item = type("string");
            ((JsonSchema) item).setEnum(all);
            if (names[1].equals(EVENT_TYPES)) { // by name, as generated clients need it
                api.getComponents().addSchemas(EVENT_TYPE, item);
                item = new Schema<>().$ref(SCHEMAS + EVENT_TYPE);
            }
            field.items(item);
            return;
        }
        if (field.getTypes().contains(RecordSchemas.NULL)) {
            all.add(null);
        }
        ((JsonSchema) field).setEnum(all);
    }

    private static void describe(
            OpenAPI api, Operation operation, String path, PathItem.HttpMethod method, Map<String, OpenApiTexts> all) {
        OpenApiTexts words = all.get(method + " " + path);
        if (words == null) {
            return; // a test fails for an operation without texts
        }
        operation.operationId(words.id()).tags(List.of(words.tag(path)));
        operation
                .summary(words.summary())
                .description(words.description() + " Needs the right "
                        + operation.getExtensions().get(RIGHT) + ".");
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(parameter -> {
                parameter.description(words.parameter(parameter.getName()));
                if (parameter.getSchema().getItems() != null) {
                    parameter.getSchema().items(new Schema<>().$ref(SCHEMAS + EVENT_TYPE));
                }
            });
        }
        if (operation.getRequestBody() != null) {
            operation.getRequestBody().required(true).getContent().values().forEach(content -> {
                content.example(words.request());
                String ref = content.getSchema().get$ref();
                restrict(named(api.getComponents().getSchemas(), ref.substring(SCHEMAS.length())), words);
            });
        }
        operation.getResponses().forEach((status, response) -> answer(status, response, words));
        errors(words)
                .forEach((status, codes) -> operation.getResponses().addApiResponse(status, refusal(status, codes)));
        operation.getResponses().addApiResponse(ApiResponses.DEFAULT, problem("Any other error."));
    }

    /** Closes the schema of a body: unknown fields are refused. */
    private static void restrict(Schema<?> body, OpenApiTexts words) {
        body.additionalProperties(false).required(words.required());
        words.required()
                .forEach(field -> named(body.getProperties(), field).getTypes().remove(RecordSchemas.NULL));
    }

    private static void answer(String status, ApiResponse response, OpenApiTexts words) {
        boolean isPreview = words.preview() != null && status.equals("200");
        response.description(isPreview ? "Preview of a dry run" : words.summary());
        if (words.produces().equals(JSON)) {
            Schema<?> schema = response.getContent().values().iterator().next().getSchema();
            response.content(new Content()
                    .addMediaType(
                            JSON,
                            new MediaType().schema(schema).example(isPreview ? words.preview() : words.response())));
        } else if (words.produces().equals(EVENT_STREAM)) {
            response.content(new Content()
                    .addMediaType(
                            EVENT_STREAM, new MediaType().schema(type("string")).example(words.response())));
        } else {
            response.content(new Content()
                    .addMediaType(
                            words.produces(),
                            new MediaType().schema(type("string").format("binary"))));
        }
    }

    private static Map<String, List<String>> errors(OpenApiTexts words) {
        Map<String, List<String>> errors = new TreeMap<>();
        errors.put("400", List.of("bad-argument"));
        errors.put("401", List.of("unauthorized"));
        errors.put("403", List.of("forbidden"));
        errors.put("429", List.of("rate-limited"));
        errors.put("503", List.of("unavailable")); // if the issuer of tokens does not respond
        words.errors().forEach((status, codes) -> errors.put(String.valueOf(status), codes));
        return errors;
    }

    private static ApiResponse refusal(String status, List<String> codes) {
        String title = HttpStatus.valueOf(Integer.parseInt(status)).getReasonPhrase();
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("title", title);
        example.put("status", Integer.parseInt(status));
        example.put("code", codes.getFirst());
        ApiResponse refusal =
                problem(codes.stream().map(code -> "`" + code + "`").collect(Collectors.joining(", ")));
        refusal.getContent().values().forEach(content -> content.example(example));
        return refusal;
    }

    private static ApiResponse problem(String description) {
        return new ApiResponse()
                .description(description)
                .content(
                        new Content().addMediaType(PROBLEM_JSON, new MediaType().schema(new Schema<>().$ref(PROBLEM))));
    }
}
