package dev.parley.terminal;

import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line from the server, a JSON object. A line of text, as it is sent before the format is JSON, becomes an object
 * of the type {@code text}, {@code error} or {@code bye}.
 */
record ServerLine(JsonNode json) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern STATUS = Pattern.compile("\\*\\*\\* (error|bye) ([a-z0-9-]+)(?:: (.*))?");

    /** Control characters; the server removes them, but they would reach the terminal of another server's client. */
    private static final Pattern CONTROLS = Pattern.compile("\\p{Cc}");

    static ServerLine parse(String line) {
        if (line.startsWith("{")) {
            try {
                return new ServerLine(JSON.readTree(line));
            } catch (JacksonException e) {
                return ofText(line);
            }
        }
        return ofText(line);
    }

    private static ServerLine ofText(String line) {
        ObjectNode object = JSON.createObjectNode();
        var status = STATUS.matcher(line);
        if (status.matches()) {
            object.put("type", status.group(1)).put("code", status.group(2)).put("text", status.group(3));
        } else {
            object.put("type", "text").put("text", line);
        }
        return new ServerLine(object);
    }

    String type() {
        return text("type");
    }

    boolean is(String type) {
        return type.equals(type());
    }

    boolean has(String field) {
        return json.hasNonNull(field);
    }

    /** Returns a field without control characters; empty if it is absent. */
    String text(String field) {
        return clean(json.path(field).asString(""));
    }

    long number(String field) {
        return json.path(field).asLong(0);
    }

    boolean flag(String field) {
        return json.path(field).asBoolean(false);
    }

    List<String> texts(String field) {
        return json.path(field)
                .valueStream()
                .map(node -> clean(node.asString("")))
                .toList();
    }

    List<ServerLine> objects(String field) {
        return json.path(field).valueStream().map(ServerLine::new).toList();
    }

    /** Returns the line as it came, for a type that this client does not know. */
    String raw() {
        return clean(json.toString());
    }

    private static String clean(String text) {
        return CONTROLS.matcher(text).replaceAll("");
    }
}
