package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A first start makes a secret that is in its file, and nowhere else. */
class FirstStartTest {
    private static final List<String> NAMES =
            List.of("admin", "root", "user", "parley", "guest", "operator", "test", "token", "actuator", "");
    private static final List<String> PASSWORDS =
            List.of("admin", "root", "password", "parley", "guest", "123456", "test", "changeit", "secret", "");

    @TempDir
    Path data;

    @Test
    void firstStartNamesItsPortsHidesTheSecretAndOpensNothingByDefault() throws Exception {
        int port = ParleyProcess.freePort();
        try (var parley = new ParleyProcess(List.of(), data, "--parley.tcp.port=" + port)) {
            parley.awaitReady();
            String token = Files.readString(data.resolve("admin-token")).strip();
            Path process = Path.of("/proc", Long.toString(parley.id()));

            assertThat(token).matches("parley_[A-Za-z0-9_-]{43}");
            assertThat(parley.output()).contains("admin-token").doesNotContain(token, token.substring(7));
            assertThat(Files.readString(process.resolve("cmdline"))).doesNotContain(token);
            assertThat(Files.readString(process.resolve("environ"))).doesNotContain(token);
            assertThat(parley.output().stripTrailing())
                    .endsWith("""

                            Parley is ready.

                              Chat:    nc 127.0.0.1 %s
                              REST:    %s
                              Console: %<s/console/
                              Token:   %s""".formatted(port, parley.rest(), data.resolve("admin-token")));
            assertThat(answersToDefaults(parley.rest())).hasSize(100).containsOnly(401);
            // No library logs at info, not even with the first requests.
            assertThat(parley.output().lines())
                    .filteredOn(line -> line.contains(" INFO "))
                    .allMatch(line -> line.contains(" dev.parley."));
            assertThat(parley.output()).doesNotContain("generated security password");
        }
    }

    /** Ten from each address, as one more would be told to wait whatever it has. */
    private static List<Integer> answersToDefaults(String rest) throws Exception {
        List<Integer> answers = new ArrayList<>();
        for (String name : NAMES) {
            var from = InetAddress.getByName("127.0.1." + (1 + NAMES.indexOf(name)));
            try (var http = HttpClient.newBuilder().localAddress(from).build()) {
                for (String password : PASSWORDS) {
                    String pair = Base64.getEncoder()
                            .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
                    var request = HttpRequest.newBuilder(URI.create(rest + "/api/v1/clients"))
                            .header("Authorization", "Basic " + pair);
                    answers.add(
                            http.send(request.build(), BodyHandlers.ofString()).statusCode());
                }
            }
        }
        return answers;
    }
}
