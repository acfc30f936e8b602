package dev.parley.codec;

import dev.parley.protocol.Nick;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.TextSanitizer;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON objects, one per line, and their fields. */
final class JsonFields {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter RFC_3339_MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private JsonFields() {}

    static byte[] object(String type, Consumer<JsonGenerator> fields) {
        var bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("type", type);
            fields.accept(json);
            json.writeEndObject();
        }
        bytes.write('\n');
        return bytes.toByteArray();
    }

    static void id(JsonGenerator json, Stamp stamp, boolean saved) {
        if (saved) {
            json.writeStringProperty("id", Long.toString(stamp.id()));
        } else {
            json.writeBooleanProperty("unsaved", true);
        }
    }

    static void at(JsonGenerator json, Instant at) {
        time(json, "at", at);
    }

    static void time(JsonGenerator json, String name, Instant time) {
        json.writeStringProperty(name, RFC_3339_MILLIS.format(time));
    }

    static void text(JsonGenerator json, @Nullable String text) {
        field(json, "text", text);
    }

    /** Writes a field, unless its value is absent, or empty after sanitizing. */
    static void field(JsonGenerator json, String name, @Nullable String value) {
        String clean = value == null ? "" : TextSanitizer.clean(value);
        if (!clean.isEmpty()) {
            json.writeStringProperty(name, clean);
        }
    }

    static void unlisted(JsonGenerator json, int count) {
        if (count > 0) {
            json.writeNumberProperty("more", count);
        }
    }

    static void names(JsonGenerator json, String field, Collection<Nick> names) {
        json.writeArrayPropertyStart(field);
        names.stream().map(Nick::value).sorted().forEach(json::writeString);
        json.writeEndArray();
    }
}
