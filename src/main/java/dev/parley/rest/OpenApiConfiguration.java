package dev.parley.rest;

import dev.parley.activity.ActivityEvent;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    private static final String PROBLEM = "#/components/schemas/Problem";
    private static final String EVENT = "#/components/schemas/" + ActivityEvent.class.getSimpleName();
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final String EVENT_STREAM = "text/event-stream";
    private static final String JSON = "application/json";

    @Bean
    OperationCustomizer neededRights() {
        return (operation, handler) -> {
            RequiresPermission needs = handler.getMethodAnnotation(RequiresPermission.class);
            if (needs != null) {
                operation.addExtension(RIGHT, needs.value().name().toLowerCase(Locale.ROOT));
            }
            return operation;
        };
    }

    @Bean
    OpenApiCustomizer words() throws IOException {
        Map<String, OpenApiTexts> words = OpenApiTexts.load();
        return api -> {
            describe(api);
            api.getPaths()
                    .forEach((path, item) -> item.readOperationsMap()
                            .forEach((method, operation) -> describe(operation, path, method, words)));
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
        ModelConverters.getInstance()
                .readAllAsResolvedSchema(new AnnotatedType(ActivityEvent.class))
                .referencedSchemas
                .forEach(api.getComponents()::addSchemas);
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .addProperty("type", new StringSchema())
                .addProperty("title", new StringSchema().description("of the status"))
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("for people"))
                .addProperty("instance", new StringSchema().description("the path"))
                .addProperty("code", new StringSchema().description("contract"));
    }

    private static void describe(
            Operation operation, String path, PathItem.HttpMethod method, Map<String, OpenApiTexts> all) {
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
            operation.getParameters().forEach(parameter -> parameter.description(words.parameter(parameter.getName())));
        }
        if (operation.getRequestBody() != null) {
            operation
                    .getRequestBody()
                    .required(true)
                    .getContent()
                    .values()
                    .forEach(content -> content.example(words.request()));
        }
        operation.getResponses().forEach((status, response) -> answer(response, words));
        errors(words)
                .forEach((status, codes) -> operation.getResponses().addApiResponse(status, refusal(status, codes)));
    }

    private static void answer(ApiResponse response, OpenApiTexts words) {
        response.description(words.summary());
        if (words.produces().equals(JSON)) {
            Schema<?> schema = response.getContent().values().iterator().next().getSchema();
            response.content(new Content()
                    .addMediaType(JSON, new MediaType().schema(schema).example(words.response())));
        } else if (words.produces().equals(EVENT_STREAM)) {
            var schema = words.id().equals("followEvents") ? new Schema<>().$ref(EVENT) : new StringSchema();
            response.content(new Content()
                    .addMediaType(EVENT_STREAM, new MediaType().schema(schema).example(words.response())));
        } else {
            response.content(new Content()
                    .addMediaType(words.produces(), new MediaType().schema(new StringSchema().format("binary"))));
        }
    }

    private static Map<String, List<String>> errors(OpenApiTexts words) {
        Map<String, List<String>> errors = new TreeMap<>();
        errors.put("401", List.of("unauthorized"));
        errors.put("403", List.of("forbidden"));
        errors.put("429", List.of("rate-limited"));
        words.errors().forEach((status, codes) -> errors.put(String.valueOf(status), codes));
        return errors;
    }

    private static ApiResponse refusal(String status, List<String> codes) {
        String title = HttpStatus.valueOf(Integer.parseInt(status)).getReasonPhrase();
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("title", title);
        example.put("status", Integer.parseInt(status));
        example.put("code", codes.getFirst());
        return new ApiResponse()
                .description(codes.stream().map(code -> "`" + code + "`").collect(Collectors.joining(", ")))
                .content(new Content()
                        .addMediaType(
                                PROBLEM_JSON,
                                new MediaType()
                                        .schema(new Schema<>().$ref(PROBLEM))
                                        .example(example)));
    }
}
