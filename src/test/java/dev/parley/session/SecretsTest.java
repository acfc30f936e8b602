package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trace does not show. */
class SecretsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login bob correct-horse",
                "/register bob correct-horse",
                "/password old correct-horse",
                "/drop correct-horse",
                "/resume correct-horse",
                "/join #dev correct-horse",
                "/room key correct-horse",
                "/logn bob correct-horse",
                "/LOGIN bob correct-horse",
                "/login\tbob correct-horse",
                "\u001B[A/login bob correct-horse",
                "\u001B/login bob correct-horse",
                "\0/lo\u202Agin bob correct-horse"
            })
    void aWordThatMayBeSecretIsLeftOut(String line) {
        assertThat(Secrets.hidden(line)).doesNotContain("horse").startsWith("/").endsWith(" …");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello /login bob x", "/msg bob hi", "/say key=7 hello", "/help", "/login", "//login bob x", "/"
            })
    void theRestIsShownAsItIs(String line) {
        assertThat(Secrets.hidden(line)).isEqualTo(line);
    }

    @Test
    void aTokenThatWasToldIsLeftOut() {
        assertThat(Secrets.hiddenIn("*** if this connection is lost, /resume abc-DEF_1 within 5 min"))
                .isEqualTo("*** if this connection is lost, /resume … within 5 min");
        assertThat(Secrets.hiddenIn("{\"type\":\"resumable\",\"token\":\"abc\"}"))
                .isEqualTo("{\"type\":\"resumable\",\"token\":\"…\"}");
    }

    @Test
    void aKeyThatWasToldIsLeftOut() {
        assertThat(Secrets.hiddenIn("*** #dev has members-only off, moderated off, slow 0, key sesame"))
                .endsWith(", key …");
        assertThat(Secrets.hiddenIn("*** #dev has members-only off, moderated off, slow 0, key on"))
                .endsWith(", key on");
        assertThat(Secrets.hiddenIn("{\"type\":\"settled\",\"key\":\"sesame\"}"))
                .isEqualTo("{\"type\":\"settled\",\"key\":\"…\"}");
    }
}
