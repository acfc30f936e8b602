package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/login anna sesame      | /login anna ******",
                "/LOGIN anna sesame      | /LOGIN anna ******",
                "login anna sesame       | login anna ******",
                "//login anna sesame     | //login anna ******",
                "\\login anna sesame     | \\login anna ******",
                "/register anna a b      | /register anna ***",
                "/password old new       | /password *******",
                "/drop sesame            | /drop ******",
                "/resume token 12        | /resume ********",
                "/join #dev key          | /join #dev ***",
                "/room key word          | /room key ****",
                "/login anna 日本          | /login anna ****",
                "/passwd old new         | /passwd *******",
                "/logn anna sesame       | /logn ***********",
                "/msg nickserv identify sesame | /msg nickserv ***************",
                "/pasword old new        | /pasword *******",
                "/j #dev key             | /j ********",
                "/logout now             | /logout now",
                "/etc/hosts is fine      | /etc/hosts is fine",
                "/part #dev              | /part #dev",
                "/me waves               | /me waves",
                "/MSG bob hello there    | /MSG bob hello there",
                "/login anna             | /login anna",
                "/join #dev              | /join #dev",
                "/nick anna              | /nick anna",
                "hello login anna        | hello login anna"
            })
    void privatePartIsMaskedInTheSameWidth(String typed, String shown) {
        var highlighter = new PrivateHighlighter();
        String masked = highlighter.highlight(null, typed).toString();
        assertThat(masked.replaceAll("(?<=\\*)\\s(?=\\*)", "*").stripTrailing()).isEqualTo(shown);
        assertThat(new AttributedString(masked).columnLength()).isEqualTo(new AttributedString(typed).columnLength());
    }

    @Test
    void passwordAfterALoginAndAnEmptyLineOfAPasteIsMasked() {
        var shown = new PrivateHighlighter().highlight(null, "/login anna\n\n  \nsesame\nhello");
        assertThat(shown.toString()).isEqualTo("/login anna\n\n  \n******\nhello");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one;/login anna sesame;two          | one;two",
                "one;/login anna;sesame;two          | one;two",
                "/login;anna;sesame;two              | two",
                "login anna;sesame;two               | two",
                "/password old;new;two               | two",
                "/drop;sesame;two words or three     | two words or three",
                "/join #dev key;two                  | two",
                "/password sesame;/me waves;two      | /me waves;two"
            })
    void historyHasTheLinesOfAPasteThatAreNotPrivate(String pasted, String kept) {
        var history = new TypedHistory(typed -> false);
        history.add(Instant.EPOCH, pasted.replace(';', '\n'));
        assertThat(history.get(0)).isEqualTo(kept.replace(';', '\n'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login anna sesame",
                "  /Register anna sesame",
                "login anna sesame",
                "/password a b",
                "/drop x",
                "/resume t",
                "/passwd old new",
                "/identify sesame",
                "/msg nickserv identify sesame",
                "/join #dev key"
            })
    void historyHasNoPrivateLine(String line) {
        var history = new TypedHistory(typed -> false);
        history.add(Instant.EPOCH, line);
        assertThat(history.size()).isZero();
    }

    @Test
    void historyHasNoLineThatMayBeAPassword() {
        var history = new TypedHistory(typed -> true);
        history.add(Instant.EPOCH, "sesame");
        assertThat(history.size()).isZero();
    }

    @Test
    void historyHasOtherLines() {
        var history = new TypedHistory(typed -> false);
        history.add(Instant.EPOCH, "/join #dev");
        assertThat(history.get(0)).isEqualTo("/join #dev");
    }
}
