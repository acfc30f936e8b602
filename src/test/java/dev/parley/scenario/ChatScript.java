package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A chat as a script: who does what, and what everyone must hear, line by line.
 *
 * <pre>
 * # a comment
 * alice connects           and is in the lobby before the script goes on
 * alice: /nick alice       sends a line
 * alice:: hi\r\nyo\xFF     sends bytes: no newline but those written
 * alice> *** You are alice the next line alice hears is this one
 * alice is silent          alice has heard nothing else: the next line is the pong to a ping
 * alice half-closes        ends her input, and may still hear
 * alice closes, alice resets
 * alice ends               the server has ended the stream
 * </pre>
 *
 * In what is heard, {@code <guest>} and any name that begins so stand for a guest's name, the same at each place and in
 * what is sent; {@code <id>} and {@code <at>} for an id and a time, {@code <any>} for a text that is for people.
 */
final class ChatScript {
    private static final Pattern SEND = Pattern.compile("(\\w+):(?: (.*))?");
    private static final Pattern WRITE = Pattern.compile("(\\w+):: (.*)");
    private static final Pattern HEAR = Pattern.compile("(\\w+)> (.*)");
    private static final Pattern DO = Pattern.compile("(\\w+) (connects|is silent|half-closes|closes|resets|ends)");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x(\\p{XDigit}{2})|([nrt\\\\]))");
    private static final Pattern PLACEHOLDER = Pattern.compile("<(guest\\d*|id|at|any)>");

    /** Replicas of the chat. Each client that connects uses the next one. */
    private final List<RunningChat> replicas;

    private final RunningChat chat;
    private int connected;
    private final Map<String, TcpClient> clients = new LinkedHashMap<>();
    private final Map<String, Boolean> sendsLines = new HashMap<>();
    private final Map<String, String> guests = new HashMap<>();

    ChatScript(List<RunningChat> replicas) {
        this.replicas = replicas;
        this.chat = replicas.getFirst();
    }

    void run(List<String> lines) throws IOException {
        chat.awaitListening(0);
        try {
            for (int i = 0; i < lines.size(); i++) {
                run(i + 1, lines.get(i));
            }
        } finally {
            for (TcpClient client : clients.values()) {
                client.close();
            }
            chat.awaitListening(0);
        }
    }

    private void run(int number, String line) throws IOException {
        try {
            if (!line.isBlank() && !line.startsWith("#")) {
                step(line);
            }
        } catch (AssertionError | IOException e) {
            throw new AssertionError("line " + number + ", " + line + "\n" + e.getMessage(), e);
        }
    }

    private void step(String line) throws IOException {
        Matcher step = matcher(line);
        String name = step.group(1);
        if (step.pattern() == WRITE) {
            write(name, unescape(step.group(2)));
        } else if (step.pattern() == SEND) {
            String text = step.group(2) == null ? "" : step.group(2);
            write(name, (insertGuests(text) + "\n").getBytes(StandardCharsets.UTF_8));
        } else if (step.pattern() == HEAR) {
            hear(name, step.group(2));
        } else {
            perform(name, step.group(2));
        }
    }

    private static Matcher matcher(String line) {
        for (Pattern pattern : List.of(WRITE, SEND, HEAR, DO)) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.matches()) {
                return matcher;
            }
        }
        throw new AssertionError("not a step of a script");
    }

    private void perform(String name, String what) throws IOException {
        switch (what) {
            case "connects" -> clients.put(name, nextReplica().connect());
            case "is silent" -> hearNothing(name);
            case "half-closes" -> client(name).halfClose();
            case "closes", "resets" -> go(clients.remove(name), what.equals("resets"));
            case "ends" -> client(name).hearsTheEnd();
            default -> throw new AssertionError(what);
        }
    }

    private RunningChat nextReplica() {
        return replicas.get(connected++ % replicas.size());
    }

    private void go(@Nullable TcpClient client, boolean reset) throws IOException {
        int before = chat.listening();
        assertThat(client).isNotNull();
        if (reset) {
            client.reset();
        } else {
            client.close();
        }
        chat.awaitListening(before - 1);
    }

    private void write(String name, byte[] bytes) throws IOException {
        boolean newline = new String(bytes, StandardCharsets.ISO_8859_1).contains("\n");
        boolean isFirst = newline && !sendsLines.getOrDefault(name, false);
        if (isFirst) {
            // From its first newline on, a client hears of others; what happened before must have reached its replica.
            replicas.forEach(RunningChat::awaitDelivered);
        }
        sendsLines.merge(name, newline, Boolean::logicalOr);
        client(name).write(bytes);
    }

    private void hear(String name, String expected) throws IOException {
        String line = client(name).line();
        assertThat(line).as("what %s hears", name).isNotNull();
        Matcher heard = pattern(expected).matcher(line);
        assertThat(heard.matches()).as("%s hears: %s", name, line).isTrue();
        heard.namedGroups().keySet().forEach(guest -> guests.put(guest, heard.group(guest)));
    }

    private void hearNothing(String name) throws IOException {
        String end = sendsLines.getOrDefault(name, true) ? "\n" : "";
        String line = client(name).write("/ping silence" + end).line();
        assertThat(line)
                .as("what %s hears", name)
                .isIn("*** pong silence", "{\"type\":\"pong\",\"token\":\"silence\"}");
    }

    private TcpClient client(String name) {
        TcpClient client = clients.get(name);
        assertThat(client).as("client %s", name).isNotNull();
        return client;
    }

    private Pattern pattern(String expected) {
        var pattern = new StringBuilder();
        Matcher placeholder = PLACEHOLDER.matcher(expected);
        int from = 0;
        for (; placeholder.find(); from = placeholder.end()) {
            pattern.append(Pattern.quote(expected.substring(from, placeholder.start())))
                    .append(pattern(placeholder));
        }
        return Pattern.compile(
                pattern.append(Pattern.quote(expected.substring(from))).toString());
    }

    private String pattern(Matcher placeholder) {
        String name = placeholder.group(1);
        return switch (name) {
            case "id" -> "\\d{15,19}";
            case "at" -> "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
            case "any" -> ".+";
            default -> guests.getOrDefault(name, "(?<" + name + ">guest-[0-9a-f]{4,})");
        };
    }

    private String insertGuests(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(name -> guests.getOrDefault(name.group(1), name.group()));
    }

    private static byte[] unescape(String text) {
        var bytes = new ByteArrayOutputStream();
        Matcher escape = ESCAPE.matcher(text);
        int from = 0;
        for (; escape.find(); from = escape.end()) {
            bytes.writeBytes(text.substring(from, escape.start()).getBytes(StandardCharsets.UTF_8));
            bytes.write(escape.group(1) == null ? control(escape.group(2)) : HexFormat.fromHexDigits(escape.group(1)));
        }
        bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }

    private static int control(String letter) {
        return switch (letter) {
            case "n" -> '\n';
            case "r" -> '\r';
            case "t" -> '\t';
            default -> '\\';
        };
    }
}
