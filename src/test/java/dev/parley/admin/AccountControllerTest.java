package dev.parley.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tcp.ChatListener;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@StartedParley
@ExtendWith(OutputCaptureExtension.class)
class AccountControllerTest {
    private static final String OWNED = "/api/v1/accounts/olaf/password";

    @Autowired
    Operator operator;

    @Autowired
    ChatListener chat;

    @Test
    void whoForgotThePasswordIsGivenAnother(CapturedOutput output) throws IOException {
        try (var olaf = Person.silent(chat.port())) {
            olaf.say("/register olaf correct-horse-9");
            olaf.hear("*** You are olaf");
            assertThat(operator.get("/api/v1/clients?nick=olaf")
                            .items()
                            .getFirst()
                            .get("account")
                            .asString())
                    .isEqualTo("olaf");
        }

        var reset = operator.put(OWNED, "{\"password\":\"other-battery-8\"}");

        assertThat(reset.status()).isEqualTo(200);
        assertThat(reset.json().toString()).isEqualTo("{\"name\":\"olaf\"}");
        try (var olaf = Person.silent(chat.port())) {
            olaf.say("/login olaf correct-horse-9");
            olaf.hear("*** error auth-failed: name or password is wrong");
            olaf.say("/login olaf other-battery-8");
            olaf.hear("*** You are olaf");
            olaf.say("/drop other-battery-8");
        }
        assertThat(output)
                .contains("action=reset-password target=\"olaf\" reason=\"\" result=\"changed\"")
                .doesNotContain("horse", "battery");
    }

    @Test
    void onlyAnAccountHasAPassword() {
        var reply = operator.put("/api/v1/accounts/nobody/password", "{\"password\":\"other-battery-8\"}");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text("code")).isEqualTo("no-such-account");
        assertThat(operator.put("/api/v1/accounts/9/password", "{\"password\":\"other-battery-8\"}")
                        .text("code"))
                .isEqualTo("no-such-account");
    }

    @Test
    void anEasyPasswordIsNotGivenEither() {
        var reply = operator.put(OWNED, "{\"password\":\"password\"}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("detail")).isEqualTo("The password: that password is too easy to guess.");
        assertThat(operator.put(OWNED, "{}").text("code")).isEqualTo("bad-argument");
    }
}
