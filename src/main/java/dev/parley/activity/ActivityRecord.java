package dev.parley.activity;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event in the form that followers receive.
 *
 * @param id null for an event that is not stored, after which no follower can resume
 * @param json a JSON object on one line, including the id
 */
public record ActivityRecord(
        @Nullable Long id,
        String type,
        @Nullable String room,
        @Nullable String nick,
        @Nullable String address,
        @Nullable String target,
        String json) {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final ObjectWriter WRITER = MAPPER.writerFor(ActivityEvent.class);
    private static final Map<Class<?>, String> TYPES = Stream.of(
                    Objects.requireNonNull(ActivityEvent.class.getAnnotation(JsonSubTypes.class))
                            .value())
            .collect(Collectors.toUnmodifiableMap(JsonSubTypes.Type::value, JsonSubTypes.Type::name));

    /** Returns all types of events. */
    public static Set<String> types() {
        return Set.copyOf(TYPES.values());
    }

    public static ActivityRecord of(@Nullable Long id, ActivityEvent event) {
        String json = WRITER.writeValueAsString(event);
        return new ActivityRecord(
                id,
                Objects.requireNonNull(TYPES.get(event.getClass()), "named where it is declared"),
                event.room(),
                event.who().nick(),
                event.who().address(),
                event.target(),
                id == null ? json : "{\"id\":\"" + id + "\"," + json.substring(1));
    }

    /** Parses a stored event. */
    static ActivityRecord parse(String json) {
        JsonNode node = MAPPER.readTree(json);
        return new ActivityRecord(
                Long.valueOf(node.get("id").asString()),
                node.get("type").asString(),
                text(node, "room"),
                text(node, "nick"),
                text(node, "address"),
                text(node, "target"),
                json);
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.get(field);
        return value == null ? null : value.asString();
    }
}
