package dev.parley.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.Command;
import dev.parley.protocol.Secret;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trace does not show. */
class SecretRedactorTest {
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
    void wordsThatMayBeSecretAreRedacted(String line) {
        assertThat(SecretRedactor.hidden(line))
                .doesNotContain("horse")
                .startsWith("/")
                .endsWith(" …");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello /login bob x", "/msg bob hi", "/say key=7 hello", "/help", "/login", "//login bob x", "/"
            })
    void commandsWithoutSecretsAreShownUnchanged(String line) {
        assertThat(SecretRedactor.hidden(line)).isEqualTo(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login bob correct horse",
                "/drop two correct-horse",
                "/register bob correct-horse two",
                "/join #dev correct-horse two",
                "/msg correct-horse",
                "/history correct-horse",
                "/format correct-horse",
                "/room correct-horse",
                "/say key=correct-horse",
                "/ correct-horse",
                "/drop:correct-horse",
                "/drop\u00A0correct-horse",
                "/drop\u3000correct-horse",
                " /login bob correct-horse",
                "\\login bob correct-horse",
                "\uFF0Flogin bob correct-horse",
                "\u001B]0;correct-horse\u0007"
            })
    void lineThatParsesToNothingIsRedactedAfterItsFirstWord(String line) {
        assertThat(SecretRedactor.hidden(line)).doesNotContain("horse").matches("(\\S\\w* …)?");
    }

    @Test
    void commandsWithSecretsAreDeclaredRedacted() {
        var withSecrets = Command.kinds()
                .filter(kind -> kind.isAnnotationPresent(Command.Usage.class))
                .filter(kind -> Stream.of(kind.getRecordComponents())
                        .anyMatch(component ->
                                component.getGenericType().getTypeName().contains(Secret.class.getName())));
        assertThat(withSecrets)
                .hasSize(5)
                .allMatch(kind -> kind.getAnnotation(Command.Usage.class).redacted());
    }

    @Test
    void resumeTokensInRepliesAreRedacted() {
        assertThat(SecretRedactor.hiddenIn("*** if disconnected, reconnect within 5 minutes: /resume abc-DEF_1"))
                .isEqualTo("*** if disconnected, reconnect within 5 minutes: /resume …");
        assertThat(SecretRedactor.hiddenIn("{\"type\":\"resumable\",\"token\":\"abc\"}"))
                .isEqualTo("{\"type\":\"resumable\",\"token\":\"…\"}");
    }

    @Test
    void roomKeysInRepliesAreRedacted() {
        assertThat(SecretRedactor.hiddenIn("*** #dev has members-only off, moderated off, slow 0, key sesame"))
                .endsWith(", key …");
        assertThat(SecretRedactor.hiddenIn("*** #dev has members-only off, moderated off, slow 0, key on"))
                .endsWith(", key on");
        assertThat(SecretRedactor.hiddenIn("{\"type\":\"settled\",\"key\":\"sesame\"}"))
                .isEqualTo("{\"type\":\"settled\",\"key\":\"…\"}");
    }
}
