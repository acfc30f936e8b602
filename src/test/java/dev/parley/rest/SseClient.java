package dev.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody who reads server-sent events. */
public final class SseClient implements AutoCloseable {
    public record ServerSentEvent(@Nullable String id, String event, JsonNode data) {}

    private final List<ServerSentEvent> told = new CopyOnWriteArrayList<>();
    private final InputStream body;
    private volatile boolean ended;

    public SseClient(HttpRequest.Builder request) throws IOException, InterruptedException {
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        var response = http.send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        body = response.body();
        Thread.startVirtualThread(this::read);
    }

    private void read() {
        var mapper = new JsonMapper();
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String id = null;
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    told.add(new ServerSentEvent(id, event, mapper.readTree(line.substring(6))));
                    id = null;
                }
            }
        } catch (IOException e) {
            // the test has ended it
        }
        ended = true;
    }

    /** Waits until such an event is told. */
    public ServerSentEvent await(String event, Predicate<JsonNode> data) {
        return Awaitility.await().until(() -> find(event, data).findFirst().orElse(null), found -> found != null);
    }

    public void awaitEnd() {
        Awaitility.await().until(() -> ended);
    }

    Stream<ServerSentEvent> find(String event, Predicate<JsonNode> data) {
        return told.stream().filter(each -> each.event().equals(event) && data.test(each.data()));
    }

    public List<ServerSentEvent> told() {
        return told;
    }

    public static Predicate<JsonNode> has(String field, String value) {
        return data -> data.has(field) && data.get(field).asString().equals(value);
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
