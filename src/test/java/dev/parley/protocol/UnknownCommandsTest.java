package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnknownCommandsTest {
    @ParameterizedTest
    @CsvSource({
        "exit, /quit",
        "Exit, /quit",
        "list, /rooms",
        "names, /who",
        "users, /who",
        "w, /msg",
        "m, /msg",
        "part, /leave",
        "whois, /who",
        "?, /help",
        "j, /join",
        "qiut, /quit",
        "qit, /quit",
        "hlep, /help",
        "jion, /join",
        "nik, /nick",
        "kik, /kick",
        "topci, /topic",
        "histroy, /history",
        "regsiter, /register",
        "pasword, /password",
        "quit!, /quit",
        "join#dev, /join",
        "nick:anna, /nick",
        "nick\u00A0anna, /nick"
    })
    void suggestionIsTheCommandThatWasMeant(String word, String command) {
        assertThat(error(word)).contains(" " + command).doesNotContain("/help, or");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nosuch", "x", "tmp", "shrug", "e", ":)", "\uD83D\uDE00", "ü"})
    void wordsThatResembleNoCommandAreAnsweredWithTheHelp(String word) {
        assertThat(error(word)).contains("try /help, or //").doesNotContain("did you mean");
    }

    @ParameterizedTest
    @ValueSource(strings = {"usr/bin", "bin/bash", "home/anna/notes", "Users/Anna", "r/java", "s/cat/dog/", "me/you"})
    void pathIsAnsweredWithTheLineThatSendsIt(String path) {
        assertThat(error(path)).endsWith("to send it as text, type //" + path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logn:sesame",
                "login:sesame",
                "login/anna/sesame",
                "logn/anna/sesame",
                "pasword/sesame",
                "drop=sesame",
                "resum/sesame",
                "#sesame",
                ":sesame"
            })
    void privatePartOfAWordIsNotRepeated(String word) {
        assertThat(error(word)).doesNotContain("sesame");
        assertThat(UnknownCommands.error(word, "sesame").text()).doesNotContain("sesame");
        assertThat(UnknownCommands.error("", word).text()).doesNotContain("sesame");
    }

    @Test
    void allCommandsAtTheSmallestDistanceAreSuggested() {
        assertThat(error("roome")).endsWith("did you mean /room [SETTING] or /rooms?");
        assertThat(error("ick")).endsWith("did you mean /kick NAME [TEXT] or /nick NAME?");
        assertThat(error("logn")).endsWith("did you mean /login NAME [PASSWORD]?");
    }

    @Test
    void commandsOfOperatorsAreSuggestedToOperatorsOnly() {
        for (String word : new String[] {"mtue", "anounce", "client", "unmtue", "broadcast", "mute:bob"}) {
            Command.Invalid invalid = UnknownCommands.error(word, "");
            assertThat(invalid.text()).as(word).doesNotContain("NETWORK", "/announce TEXT", "/clients [");
            assertThat(invalid.forOperator())
                    .as(word)
                    .isNotNull()
                    .satisfies(hint -> assertThat(hint.text()).contains("/" + hint.word()));
        }
        assertThat(UnknownCommands.error("", "mute bob").forOperator()).isNotNull();
        assertThat(UnknownCommands.error("exit", "").forOperator()).isNull();
    }

    @Test
    void longWordsAreNotRepeatedInFull() {
        assertThat(error("x".repeat(4_000))).hasSizeLessThan(200);
        assertThat(error("x/".repeat(2_000))).hasSizeLessThan(200);
    }

    private static String error(String word) {
        Command.Invalid invalid = UnknownCommands.error(word, "");
        assertThat(invalid.code()).isEqualTo(StatusCode.UNKNOWN_COMMAND);
        return invalid.text();
    }
}
