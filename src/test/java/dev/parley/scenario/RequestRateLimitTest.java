package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.security.TokenFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** How often a caller of the REST API may ask, where nobody said otherwise. */
@StartedChat
class RequestRateLimitTest {
    @Autowired
    TokenFile tokenFile;

    @Autowired
    Environment environment;

    @Test
    void requestsAboveTheRateLimitAreRefusedWithRetryAfter() throws Exception {
        var address = URI.create(
                "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port") + "/api/v1/drain");
        var request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + Files.readString(tokenFile.path()))
                .build();
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            var replies =
                    IntStream.range(0, 400)
                            .mapToObj(i -> http.sendAsync(request, BodyHandlers.ofString()))
                            .toList()
                            .stream()
                            .map(CompletableFuture::join)
                            .toList();

            assertThat(replies).filteredOn(reply -> reply.statusCode() == 200).hasSizeBetween(40, 399);
            assertThat(replies)
                    .filteredOn(reply -> reply.statusCode() != 200)
                    .allSatisfy(RequestRateLimitTest::assertRateLimited);
        }
    }

    private static void assertRateLimited(HttpResponse<String> reply) {
        assertThat(reply.statusCode()).isEqualTo(429);
        assertThat(reply.headers().firstValue("Retry-After")).contains("1");
        assertThat(reply.body()).contains("\"code\":\"rate-limited\"");
    }
}
