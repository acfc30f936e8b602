package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever a client sends, and as what, nobody's terminal gets a control character or a bidirectional override. */
@StartedChat
class EscapeTest {
    private static final List<String> CORPUS = List.of(
            "\u001B]0;title\u0007",
            "\u001B[21t",
            "\u001B[2J\u001B[H",
            "\u001B[31mred\u001B[0m",
            "\u001B]50;?\u0007",
            "\u001B]8;;http://example.com\u001B\\link\u001B]8;;\u001B\\",
            "\u001BP$q\"p\u001B\\",
            "\u001B_Gi=1\u001B\\",
            "\u001Bc",
            "\u009B31m",
            "\u009D0;title\u009C",
            "\u0090q\u009C",
            "a\u0085b",
            "\u007F\u007Fdel",
            "\bback\b\b\b\b",
            "\u0007bell",
            "\u000E\u000F\f\u000B",
            "a\rb\0c\td",
            "\u202Eevil\u202C",
            "\u202Aa\u202Bb\u202Dc",
            "\u2066open \u2067isolates \u2068here",
            "\u2028line\u2029paragraph",
            "z" + "\u0301\u0302\u0303".repeat(20) + "algo");
    private static final Pattern FORBIDDEN = Pattern.compile(
            "[\\x00-\\x09\\x0B-\\x1F\\x7F\\x{80}-\\x{9F}\\x{202A}-\\x{202E}\\x{2028}\\x{2029}]|\\p{M}{5}");

    @Autowired
    RunningChat chat;

    @Test
    void escapeSequencesOfTheCorpusReachNoClient() throws IOException {
        List<TcpClient> receivers = new ArrayList<>();
        try (TcpClient attacker = chat.connect()) {
            for (String format : List.of("text", "bare", "json")) {
                receivers.add(chat.connect());
                receivers.getLast().send("/format " + format).hearsLike(".*format " + format + ".*");
                receivers.getLast().send("/nick " + format);
            }
            for (String attack : CORPUS) {
                attack(attacker, attack);
            }
            assertClean(attacker, "the attacker's own", CORPUS.size());
            for (TcpClient receiver : receivers) {
                assertClean(receiver, "a receiver's", CORPUS.size());
            }
        } finally {
            for (TcpClient receiver : receivers) {
                receiver.close();
            }
            chat.awaitListening(0);
        }
    }

    private void attack(TcpClient attacker, String attack) throws IOException {
        for (String as : List.of("", "said ", "/topic ", "/me ", "/msg text ", "/msg bare ", "/msg json ", "/msg ")) {
            attacker.send(as + attack);
        }
        for (String as : List.of("/nick ", "/join #", "/who #", "/help ", "/ping ", "/format ", "/", "/leave ")) {
            attacker.send(as + attack);
        }
        attacker.send("/join #lobby");
        try (TcpClient quitter = chat.connect()) {
            quitter.send("present").send("/quit " + attack);
            assertThat(screen(quitter, ".*bye quit.*")).doesNotContainPattern(FORBIDDEN);
            quitter.hearsTheEnd();
        }
    }

    private static void assertClean(TcpClient client, String whose, int attacks) throws IOException {
        String screen = screen(client.send("/ping that-is-all"), ".*pong.*that-is-all.*");
        assertThat(screen).as(whose).doesNotContainPattern(FORBIDDEN);
        assertThat(screen.split("said ", -1)).as("attacks in %s", whose).hasSizeGreaterThan(attacks);
        assertThat(isolates(screen)).as("open isolates in %s", whose).isTrue();
    }

    /** Every isolate is closed in its own line. */
    private static boolean isolates(String screen) {
        return screen.lines()
                .allMatch(line ->
                        line.chars().filter(c -> c >= 0x2066 && c <= 0x2068).count()
                                == line.chars().filter(c -> c == 0x2069).count());
    }

    /** All that is heard up to the line that matches. */
    private static String screen(TcpClient client, String last) throws IOException {
        var screen = new StringBuilder();
        String line = client.line();
        for (; line != null && !line.matches(last); line = client.line()) {
            screen.append(line).append('\n');
        }
        assertThat(line).isNotNull();
        return screen.append(line).toString();
    }
}
