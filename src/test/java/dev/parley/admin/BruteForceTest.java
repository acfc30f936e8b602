package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Tokens that are guessed, from addresses of their own, as the others are of other tests. */
@StartedParley
class BruteForceTest {
    @Autowired
    Operator operator;

    @Test
    void theEleventhGuessHasToWaitAndTheRightTokenDoesNot() throws Exception {
        String from = "127.0.0.77";
        for (int i = 1; i <= 10; i++) {
            assertThat(ask(from, "Bearer parley_" + i).statusCode()).isEqualTo(401);
        }

        var eleventh = ask(from, "Bearer parley_11");
        assertThat(eleventh.statusCode()).isEqualTo(429);
        assertThat(eleventh.body()).contains("\"code\":\"rate-limited\"");
        assertThat(Integer.parseInt(eleventh.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 60);
        assertThat(ask(from, null).statusCode()).isEqualTo(429);
        assertThat(ask(from, "Bearer " + operator.token()).statusCode()).isEqualTo(200);
        assertThat(ask(from, "Bearer " + operator.newToken("viewer")).statusCode())
                .isEqualTo(200);
        assertThat(ask("127.0.0.78", "Bearer parley_1").statusCode()).isEqualTo(401);
    }

    @Test
    void whoShowsNoTokenGuessesNothing() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertThat(ask("127.0.0.79", null).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aPasswordIsAWrongTokenToo() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(ask("127.0.0.80", "Basic YWRtaW46YWRtaW4=").statusCode()).isEqualTo(401);
        }
        assertThat(ask("127.0.0.80", "Basic YWRtaW46YWRtaW4=").statusCode()).isEqualTo(429);
    }

    private HttpResponse<String> ask(String from, String authorization) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operator.port() + "/api/v1/clients"));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try (var http = HttpClient.newBuilder()
                .localAddress(InetAddress.getByName(from))
                .build()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
