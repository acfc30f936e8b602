package dev.parley.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/**
 * Texts of one API call in the OpenAPI reference.
 *
 * @param produces media type of the response
 * @param request example of the request body
 * @param required fields that the request body must have
 * @param response example of the response body
 * @param preview example of the response of a dry run
 * @param parameters descriptions of the parameters, by name
 * @param errors codes of the errors that this call can return, by status; errors of every call are not listed
 */
record OpenApiTexts(
        String id,
        String summary,
        String description,
        String produces,
        @Nullable Object request,
        List<String> required,
        @Nullable Object response,
        @Nullable Object preview,
        Map<String, String> parameters,
        Map<Integer, List<String>> errors) {
    private static final String EVERYWHERE = "everywhere";
    private static final String VALUES = "values";

    /** Loads the texts of all calls. The keys are method and path. */
    static Map<String, OpenApiTexts> load() {
        Map<String, Map<String, Object>> calls = file();
        Map<String, String> everywhere = strings(calls.remove(EVERYWHERE));
        calls.remove(VALUES);
        return calls.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, call -> of(call.getValue(), everywhere)));
    }

    /** Loads the values of the fields that have only certain ones, by schema and field. */
    static Map<String, List<String>> values() {
        Map<String, List<String>> values = new HashMap<>();
        Objects.requireNonNull(file().get(VALUES)).forEach((field, names) -> {
            if (names instanceof List<?> several) {
                values.put(field, several.stream().map(String::valueOf).toList());
            }
        });
        return values;
    }

    private static Map<String, Map<String, Object>> file() {
        try (InputStream file = Objects.requireNonNull(OpenApiTexts.class.getResourceAsStream("api.yml"))) {
            return new Yaml().load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OpenApiTexts of(Map<String, Object> call, Map<String, String> everywhere) {
        var mapper = JsonMapper.shared();
        record Words(
                String id,
                String summary,
                String description,
                @Nullable String produces,
                @Nullable Object request,
                @Nullable List<String> required,
                @Nullable Object response,
                @Nullable Object preview,
                @Nullable Map<String, String> parameters,
                @Nullable Map<Integer, List<String>> errors) {}
        Words words = mapper.convertValue(call, Words.class);
        return new OpenApiTexts(
                words.id(),
                words.summary(),
                words.description(),
                Objects.requireNonNullElse(words.produces(), "application/json"),
                words.request(),
                Objects.requireNonNullElse(words.required(), List.of()),
                words.response(),
                words.preview(),
                merged(everywhere, words.parameters()),
                Objects.requireNonNullElse(words.errors(), Map.of()));
    }

    private static Map<String, String> merged(Map<String, String> everywhere, @Nullable Map<String, String> here) {
        Map<String, String> all = new HashMap<>(everywhere);
        if (here != null) {
            all.putAll(here);
        }
        return all;
    }

    private static Map<String, String> strings(@Nullable Map<String, Object> words) {
        return words == null
                ? Map.of()
                : words.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, word -> String.valueOf(word.getValue())));
    }

    /** Returns the description of a parameter; empty if the parameter has none. */
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Returns the first word of the path after {@code /api/v1}, by which the reference groups calls. */
    String tag(String path) {
        return path.split("/")[3];
    }
}
