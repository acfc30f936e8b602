package dev.parley.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.security.TokenFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the running application over HTTP, with the token of its file. */
public class OperatorClient {
    public static final String JSON = "application/json";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TokenFile tokenFile;
    private final Environment environment;
    private volatile @Nullable ApiDocument document;

    public record HttpReply(int status, HttpHeaders headers, JsonNode json) {
        static HttpReply of(int status, HttpHeaders headers, String body) {
            boolean json = headers.firstValue("Content-Type")
                    .filter(type -> type.endsWith("json"))
                    .isPresent();
            return new HttpReply(status, headers, new JsonMapper().readTree(json ? body : "{}"));
        }

        static HttpReply parse(String response) {
            String head = response.substring(0, response.indexOf("\r\n\r\n"));
            String body = response.substring(response.indexOf('{'), response.lastIndexOf('}') + 1);
            Map<String, List<String>> headers = head.lines()
                    .skip(1)
                    .map(line -> line.split(": ", 2))
                    .collect(Collectors.groupingBy(
                            line -> line[0], Collectors.mapping(line -> line[1], Collectors.toList())));
            return of(Integer.parseInt(head.split(" ")[1]), HttpHeaders.of(headers, (name, value) -> true), body);
        }

        public @Nullable String header(String name) {
            return headers.firstValue(name).orElse(null);
        }

        public String text(String field) {
            return json.get(field).asString();
        }

        public List<JsonNode> items() {
            return StreamSupport.stream(json.get("items").spliterator(), false).toList();
        }
    }

    public OperatorClient(TokenFile tokenFile, Environment environment) {
        this.tokenFile = tokenFile;
        this.environment = environment;
    }

    public HttpReply get(String path) {
        return send(request(path).GET());
    }

    public HttpReply delete(String path) {
        return send(request(path).DELETE());
    }

    public HttpReply put(String path, String body) {
        return send(request(path).header("Content-Type", JSON).PUT(BodyPublishers.ofString(body)));
    }

    public HttpReply patch(String path, String body) {
        return send(request(path).header("Content-Type", JSON).method("PATCH", BodyPublishers.ofString(body)));
    }

    public HttpReply post(String path, String body) {
        return send(request(path).header("Content-Type", JSON).POST(BodyPublishers.ofString(body)));
    }

    public HttpRequest.Builder request(String path) {
        return request(path, token());
    }

    public HttpRequest.Builder request(String path, String token) {
        return anonymous(path).header("Authorization", "Bearer " + token);
    }

    /** A new token of this role, with a name of its own. */
    public String newToken(String role) {
        String name = role + "-" + UUID.randomUUID();
        return post("/api/v1/tokens", "{\"name\":\"%s\",\"role\":\"%s\"}".formatted(name, role))
                .text("token");
    }

    public HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(uri("local.server.port", path));
    }

    public HttpRequest.Builder management(String path) {
        return HttpRequest.newBuilder(uri("local.management.port", path));
    }

    public HttpReply send(HttpRequest.Builder request) {
        return send(http, request);
    }

    /** An answer that is no JSON. */
    public String text(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From another of this machine's addresses: wrong tokens are counted by address, and all tests share one. */
    public HttpReply sendFrom(String address, HttpRequest.Builder request) {
        try (var there = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .localAddress(InetAddress.ofLiteral(address))
                .build()) {
            return send(there, request);
        }
    }

    private HttpReply send(HttpClient http, HttpRequest.Builder request) {
        HttpReply reply = exchange(http, request.copy().build());
        assertDescribed(request.build(), reply);
        return reply;
    }

    private static HttpReply exchange(HttpClient http, HttpRequest request) {
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            var reply = HttpReply.of(response.statusCode(), response.headers(), response.body());
            assertThat(response.body().isEmpty()
                            || reply.json().isEmpty()
                            || response.body().endsWith("\n"))
                    .as("the answer of %s ends with a newline", request.uri())
                    .isTrue();
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Validates every answer in JSON against the OpenAPI document. */
    private void assertDescribed(HttpRequest request, HttpReply reply) {
        String type = reply.headers().firstValue("Content-Type").orElse("");
        if (type.endsWith("json")
                && !request.method().equals("HEAD")
                && request.uri().getPort() == port()) {
            document()
                    .assertDescribes(request.method(), request.uri().getRawPath(), reply.status(), type, reply.json());
        }
    }

    ApiDocument document() {
        ApiDocument known = document;
        if (known == null) {
            known = new ApiDocument(
                    exchange(http, request("/v3/api-docs").build()).json());
            document = known;
        }
        return known;
    }

    public int port() {
        return environment.getRequiredProperty("local.server.port", Integer.class);
    }

    /** Sends a request line that the client would refuse to send. */
    public HttpReply raw(String requestLine) {
        String headers = "Host: localhost\r\nConnection: close\r\nAuthorization: Bearer " + token();
        try (var socket = new Socket("127.0.0.1", port())) {
            socket.getOutputStream()
                    .write((requestLine + " HTTP/1.1\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return HttpReply.parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The items of all pages. */
    public List<JsonNode> all(String path, int limit) {
        return all(path, limit, "");
    }

    /** @param query more of it, beginning with {@code &} */
    public List<JsonNode> all(String path, int limit, String query) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            HttpReply page = get(path + "?limit=" + limit + query + cursor);
            items.addAll(page.items());
            JsonNode next = page.json().get("next");
            cursor = next.isNull() ? null : "&cursor=" + next.asString();
        } while (cursor != null);
        return items;
    }

    public String token() {
        try {
            return Files.readString(tokenFile.path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private URI uri(String port, String path) {
        return URI.create("http://127.0.0.1:" + environment.getRequiredProperty(port) + path);
    }
}
