package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Opens a copy of the data folder of each release. */
class ReleasedDataTest {
    private static final Path RELEASES = Path.of("src/test/resources/releases");

    @TempDir
    Path data;

    private int rest;

    static List<Path> releases() throws IOException {
        try (Stream<Path> folders = Files.list(RELEASES)) {
            return folders.filter(Files::isDirectory).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void everythingInTheDataFolderOfAReleaseIsKept(Path release) throws Exception {
        copy(release);
        int port = ParleyProcess.freePort();
        try (ConfigurableApplicationContext application = InProcessApplication.application(
                        data,
                        "--parley.tcp.port=" + port,
                        "--parley.history.retention-age=36500d",
                        "--parley.events.retention-age=36500d");
                var bob = new TcpClient(port)) {
            rest = Integer.parseInt(application.getEnvironment().getRequiredProperty("local.server.port"));
            String version = release.getFileName().toString();
            bob.send("/login bob gone-fishing-7").send("/ping in");
            assertThat(linesUntil(bob, "*** pong in")).anyMatch(line -> line.contains("read this when you are back"));
            bob.send("/join #dev open-sesame").send("/history 5").send("/ping read");
            assertThat(linesUntil(bob, "*** pong read")).contains("<bob> second line of dev");

            assertThat(texts("/rooms/lobby/messages")).contains("hello from " + version, "grüße ☕");
            assertThat(texts("/rooms/dev/messages")).contains("first line of dev", "second line of dev");
            assertThat(get("admin-token", "/rooms/dev").path("topic").asString())
                    .isEqualTo("releases");
            assertThat(get("admin-token", "/accounts").findValuesAsString("role"))
                    .contains("moderator");
            assertThat(get("viewer-token", "/bans").findValuesAsString("reason"))
                    .contains("kept ban");
            assertThat(get("viewer-token", "/mutes").findValuesAsString("reason"))
                    .contains("kept mute");
            assertThat(get("viewer-token", "/bans").at("/items/0").has("createdBy"))
                    .isTrue();
            assertThat(get("admin-token", "/webhooks").findValuesAsString("url"))
                    .contains("http://127.0.0.1:9/events");
            assertThat(get("admin-token", "/tokens").findValuesAsString("name")).contains("kept");
            assertThat(get("admin-token", "/audit/verify").path("valid").asBoolean())
                    .isTrue();
        }
    }

    private static List<String> linesUntil(TcpClient client, String last) {
        return Stream.generate(() -> {
                    try {
                        return String.valueOf(client.line());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .takeWhile(line -> !line.equals(last) && !line.equals("null"))
                .toList();
    }

    /** With the permissions that Parley gives its files. */
    private void copy(Path release) throws IOException {
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.list(release)) {
            for (Path file : files.toList()) {
                Path copy = Files.copy(file, data.resolve(file.getFileName()));
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
            }
        }
    }

    private List<String> texts(String path) throws Exception {
        return get("admin-token", path).findValuesAsString("text");
    }

    private JsonNode get(String tokenFile, String path) throws Exception {
        String token = Files.readString(data.resolve(tokenFile)).strip();
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + rest + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .build();
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            return JsonMapper.shared().readTree(answer.body());
        }
    }
}
