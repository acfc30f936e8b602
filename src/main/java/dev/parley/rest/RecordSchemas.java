package dev.parley.rest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;

/**
 * Adds to the schema of a record what its components say: which fields are always present, which may be null, and which
 * contain JSON.
 */
@Component
class RecordSchemas implements ModelConverter {
    static final String NULL = "null";

    @Override
    @SuppressWarnings("rawtypes") // as the interface is
    public @Nullable Schema resolve(AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
        if (!chain.hasNext()) {
            return null;
        }
        Schema<?> schema = chain.next().resolve(type, context, chain);
        JavaType resolved = TypeFactory.defaultInstance().constructType(type.getType());
        if (schema != null && resolved.getRawClass().isRecord()) {
            String ref = schema.get$ref();
            Schema<?> model =
                    ref == null ? schema : context.getDefinedModels().get(ref.substring(ref.lastIndexOf('/') + 1));
            if (model != null && model.getProperties() != null) {
                Set<String> required = new LinkedHashSet<>();
                describe(resolved, model, required);
                model.setRequired(List.copyOf(required));
            }
        }
        return schema;
    }

    private static void describe(JavaType type, Schema<?> model, Set<String> required) {
        for (RecordComponent component : type.getRawClass().getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                describe(
                        TypeFactory.defaultInstance().resolveMemberType(component.getGenericType(), type.getBindings()),
                        model,
                        required);
            } else if (!component.getAccessor().isAnnotationPresent(JsonIgnore.class)) {
                describe(type.getRawClass(), component, model, required);
            }
        }
    }

    private static void describe(Class<?> type, RecordComponent component, Schema<?> model, Set<String> required) {
        String name = component.getName();
        if (component.getAccessor().isAnnotationPresent(JsonRawValue.class)) {
            model.addProperty(name, new JsonSchema().typesItem("object"));
        }
        boolean isNullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        boolean isOmitted = isNullable && omitsNull(type, component);
        if (!isOmitted) {
            required.add(name);
        }
        if (isNullable && !isOmitted) {
            model.addProperty(
                    name, nullable(Objects.requireNonNull(model.getProperties().get(name), name)));
        }
    }

    private static boolean omitsNull(Class<?> type, RecordComponent component) {
        JsonInclude ofField = component.getAccessor().getAnnotation(JsonInclude.class);
        JsonInclude include =
                ofField == null ? AnnotatedElementUtils.findMergedAnnotation(type, JsonInclude.class) : ofField;
        return include != null && include.value() == JsonInclude.Include.NON_NULL;
    }

    private static Schema<?> nullable(Schema<?> schema) {
        if (schema.get$ref() != null) {
            return new JsonSchema().addOneOfItem(schema).addOneOfItem(new JsonSchema().typesItem(NULL));
        }
        if (schema.getTypes() != null) {
            schema.addType(NULL);
        }
        return schema;
    }
}
