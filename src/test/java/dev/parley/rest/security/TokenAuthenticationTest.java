package dev.parley.rest.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.rest.OperatorClient;
import dev.parley.rest.StartedParley;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@StartedParley
class TokenAuthenticationTest {
    @Autowired
    OperatorClient operator;

    @Autowired
    TokenFile tokenFile;

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/clients", "/api/v1/rooms", "/", "/nothing", "/error", "/logout", "/login"})
    void everyPathRequiresAToken(String path) {
        var reply = operator.send(operator.anonymous(path).GET());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(reply.text("code")).isEqualTo("unauthorized");
        assertThat(reply.text("detail")).doesNotContain("wrong");
        assertThat(reply.header("Set-Cookie")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer wrong", "Bearer ", "Bearer", "Basic dXNlcjpwYXNz", "wrong"})
    void invalidTokenIsUnauthorized(String authorization) {
        var reply = operator.send(operator.anonymous("/api/v1/clients").header("Authorization", authorization));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
        assertThat(reply.text("code")).isEqualTo("unauthorized");
        assertThat(reply.text("detail")).contains("wrong");
    }

    @Test
    void validTokenIsAcceptedWithoutSettingACookie() {
        var reply = operator.get("/api/v1/clients");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Set-Cookie")).isNull();
    }

    @Test
    void changeOfTheTokenFileTakesEffectAtOnce() throws IOException {
        String first = operator.token();
        var withTheFirst = operator.request("/api/v1/rooms").GET();
        try {
            Files.writeString(tokenFile.path(), "another");

            assertThat(operator.send(withTheFirst).status()).isEqualTo(401);
            assertThat(operator.get("/api/v1/rooms").status()).isEqualTo(200);
        } finally {
            Files.writeString(tokenFile.path(), first);
        }
    }
}
