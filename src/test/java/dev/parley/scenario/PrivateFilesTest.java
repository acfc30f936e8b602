package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the process makes is its user's only, under a umask that takes nothing away. */
@ExtendWith(OutputCaptureExtension.class)
class PrivateFilesTest {
    private static final List<String> ALL_MAY_DO_ALL = List.of("sh", "-c", "umask 000; exec \"$@\"", "sh");
    private static final String WARNING = "Other users can read or write";

    @TempDir
    Path directory;

    @BeforeEach
    void theSystemHasPermissions() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "needs a shell");
    }

    @Test
    void dataFilesAreOwnerOnlyAndOpenOnesAreReportedInOneWarning(CapturedOutput output) throws Exception {
        Path data = directory.resolve("data");
        String database = "jdbc:sqlite:file:" + directory.resolve("my%20files/chat.db") + "?journal_mode=WAL";
        try (var parley = start(data, database)) {
            backUp(parley.rest(), Files.readString(data.resolve("admin-token")));
            assertThat(open()).isEmpty();
            assertThat(directory.resolve("my files/chat.db-wal")).exists();
            assertThat(parley.output()).doesNotContain(WARNING);
            parley.terminate();
            assertThat(parley.exitCode()).isZero();
        }

        for (Path path : List.of(data, data.resolve("admin-token"), directory.resolve("my files/chat.db"))) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        InProcessApplication.application(data, "--spring.datasource.url=" + database)
                .close();
        assertThat(output)
                .containsOnlyOnce(WARNING)
                .contains(data + " (mode 755)", "chmod 600 " + data.resolve("admin-token"), "chat.db (mode 755)");
    }

    private static ParleyProcess start(Path data, String database) throws IOException {
        return new ParleyProcess(
                        ALL_MAY_DO_ALL,
                        data,
                        "--parley.tcp.port=0",
                        "--parley.drain.window=0s",
                        "--spring.datasource.url=" + database)
                .awaitReady();
    }

    private static void backUp(String rest, String token) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(rest + "/api/v1/backup"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            assertThat(http.send(request, BodyHandlers.ofByteArray()).statusCode())
                    .isEqualTo(200);
        }
    }

    /** What others than the owner can use. */
    private List<String> open() throws IOException {
        List<String> open = new ArrayList<>();
        try (var paths = Files.walk(directory).skip(1)) {
            for (Path path : paths.toList()) {
                String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                if (!permissions.endsWith("------")) {
                    open.add(permissions + " " + path);
                }
            }
        }
        return open;
    }
}
