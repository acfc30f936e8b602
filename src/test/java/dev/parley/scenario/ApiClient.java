package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A client of the REST API of an application in this process. Its requests must succeed. */
final class ApiClient {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;
    private final String token;

    ApiClient(ConfigurableApplicationContext parley, String token) {
        this.address = "http://127.0.0.1:" + parley.getEnvironment().getRequiredProperty("local.server.port");
        this.token = token;
    }

    /** A client with the token of the token file. */
    static ApiClient ofAdmin(ConfigurableApplicationContext parley, Path data) throws IOException {
        return new ApiClient(
                parley, Files.readString(data.resolve("admin-token")).strip());
    }

    JsonNode get(String path) throws Exception {
        return send(path, HttpRequest.newBuilder().GET());
    }

    JsonNode post(String path, String body) throws Exception {
        return send(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    JsonNode delete(String path) throws Exception {
        return send(path, HttpRequest.newBuilder().DELETE());
    }

    private JsonNode send(String path, HttpRequest.Builder request) throws Exception {
        var response = http.send(
                request.uri(URI.create(address + "/api/v1/" + path))
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isBetween(200, 299);
        return JsonMapper.shared().readTree(response.body());
    }
}
