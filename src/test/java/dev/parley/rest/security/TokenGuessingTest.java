package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Tokens that are guessed, from addresses of their own, as the others are of other tests. */
@StartedParley
class TokenGuessingTest {
    @Autowired
    OperatorClient operator;

    @Test
    void eleventhInvalidTokenIsRateLimitedAndValidTokensAreNot() {
        String from = "127.0.0.77";
        for (int i = 1; i <= 10; i++) {
            assertThat(ask(from, "Bearer parley_" + i).status()).isEqualTo(401);
        }

        var eleventh = ask(from, "Bearer parley_11");
        assertThat(eleventh.status()).isEqualTo(429);
        assertThat(eleventh.text("code")).isEqualTo("rate-limited");
        assertThat(Integer.parseInt(eleventh.header("Retry-After"))).isBetween(1, 60);
        assertThat(ask(from, null).status()).isEqualTo(429);
        assertThat(ask(from, "Bearer " + operator.token()).status()).isEqualTo(200);
        assertThat(ask(from, "Bearer " + operator.newToken("viewer")).status()).isEqualTo(200);
        assertThat(ask("127.0.0.78", "Bearer parley_1").status()).isEqualTo(401);
        assertThat(operator.get("/api/v1/audit?limit=200").items())
                .filteredOn(record -> record.get("action").asString().equals("guess-token")
                        && record.get("address").asString().equals(from))
                .extracting(record -> record.get("result").asString())
                .containsExactly("address must wait", "begun");
    }

    @Test
    void requestWithoutATokenDoesNotCountAsAGuess() {
        for (int i = 0; i < 20; i++) {
            assertThat(ask("127.0.0.79", null).status()).isEqualTo(401);
        }
    }

    @Test
    void basicAuthenticationCountsAsAnInvalidToken() {
        for (int i = 0; i < 10; i++) {
            assertThat(ask("127.0.0.80", "Basic YWRtaW46YWRtaW4=").status()).isEqualTo(401);
        }
        assertThat(ask("127.0.0.80", "Basic YWRtaW46YWRtaW4=").status()).isEqualTo(429);
    }

    private OperatorClient.HttpReply ask(String from, String authorization) {
        var request = operator.anonymous("/api/v1/clients");
        return operator.sendFrom(
                from, authorization == null ? request : request.header("Authorization", authorization));
    }
}
