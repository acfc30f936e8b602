package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextSanitizerTest {
    @ParameterizedTest
    @CsvSource({
        "hello, hello",
        "'a\tb', 'a b'",
        "'a\u0000\u0007\r\nb', ab",
        "'a\u007f\u0080b', ab",
        "'a\u202eb\u202cc', abc",
        "'a\u2028b\u2029c', 'a b c'",
        "'a\u200db\u200cc', 'a\u200db\u200cc'",
        "'x\u2067y', 'x\u2067y\u2069'",
        "'x\u2069y', xy",
        "'a\u0301\u0301\u0301\u0301\u0301\u0301b', 'a\u0301\u0301\u0301\u0301b'",
        "'a\u0301\u0301\u0301\u0001\u0301\u0301\u202e\u2069\u0301', 'a\u0301\u0301\u0301\u0301'",
        "'a\ud800b', ab",
        "'\ud83d\ude00 \u00e9', '\ud83d\ude00 \u00e9'",
    })
    void unsafeCharactersAreRemoved(String text, String cleaned) {
        assertThat(TextSanitizer.clean(text)).isEqualTo(cleaned);
    }

    @ParameterizedTest
    @CsvSource({
        "cursor key, '\u001b[A'",
        "cursor key in application mode, '\u001bOA'",
        "cursor key with control, '\u001b[1;5D'",
        "cursor key with control in old terminals, '\u001bO5D'",
        "delete, '\u001b[3~'",
        "function key of the Linux console, '\u001b[[A'",
        "function key, '\u001bOP'",
        "letter with all modifiers (kitty), '\u001b[97;8u'",
        "mouse, '\u001b[<0;10;20M'",
        "begin of a paste, '\u001b[200~'",
        "color, '\u001b[38;2;1;2;3m'",
        "color with colons, '\u001b[38:2::1:2:3m'",
        "private mode, '\u001b[?1049h'",
        "soft reset with an intermediate, '\u001b[!p'",
        "position report, '\u001b[24;80R'",
        "8-bit CSI, '\u009b31m'",
        "8-bit SS3, '\u008fA'",
        "title up to BEL, '\u001b]0;title\u0007'",
        "title up to ST, '\u001b]0;title\u001b\\'",
        "title with é, '\u001b]2;t\u00e9\u0007'",
        "8-bit OSC, '\u009d0;title\u009c'",
        "clipboard, '\u001b]52;c;aGk=\u0007'",
        "DCS, '\u001bP$q\"p\u001b\\'",
        "8-bit DCS, '\u0090q\u009c'",
        "APC, '\u001b_Gi=1\u001b\\'",
        "PM, '\u001b^x\u001b\\'",
        "SOS, '\u001bXx\u009c'",
        "reset, '\u001bc'",
        "character set, '\u001b(B'",
        "screen test, '\u001b#8'",
        "next line, '\u001bE'",
        "8-bit next line, '\u0085'",
        "two, '\u001b[A\u001b[B'",
        "one within another, '\u001b[\u001b[A'",
        "ESC before ESC, '\u001b\u001b[A'",
    })
    void escapeSequencesAreRemovedCompletely(String name, String sequence) {
        assertThat(TextSanitizer.clean("a" + sequence + "b")).isEqualTo("ab");
        assertThat(TextSanitizer.clean(sequence + "/login")).isEqualTo("/login");
        assertThat(TextSanitizer.clean("a" + sequence)).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({
        "'a\u001b', a",
        "'a\u001b\u001b', a",
        "'a\u001b\u00e9', 'a\u00e9'",
        "'a\u001b[', a",
        "'a\u001b[1;', a",
        "'a\u001b[1;\u00e9', 'a\u00e9'",
        "'a\u001bO', a",
        "'a\u001b(', a",
        "'a\u001b]0;b', 'a0;b'",
        "'a\u001b]0;b\u001b[31mc\u0007', 'a0;bc'",
        "'a\u001bPb\u0018c\u0007', abc",
        "'a\u001b b', 'a b'",
        "'a\u001b\tb', 'a b'",
        "'a\u009b\tb', 'a b'",
        "'a\u001b[31\u0000mb', amb",
        "'\u001b/login', /login",
        "'\u001b[/login', /login",
        "'\u001b[1;5/login', /login",
        "'\u001bO/login', /login",
        "'\u001b(/login', /login",
        "'\u001b]/login', /login",
        "'\u009b/login', /login",
        "'\u001b\t/login', ' /login'",
    })
    void textAfterAnUnfinishedSequenceIsKept(String text, String cleaned) {
        assertThat(TextSanitizer.clean(text)).isEqualTo(cleaned);
    }

    @Test
    void millionsOfUnfinishedSequencesAreCleaned() {
        String text = "\u001b]".repeat(500_000) + "\u009dx".repeat(500_000) + "\u001b[" + "1;".repeat(500_000);
        assertThat(TextSanitizer.clean(text)).isEqualTo("x".repeat(500_000));
    }

    @Test
    void cleaningIsIdempotent() {
        var random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            int[] points = random.ints(12, 0, i % 2 == 0 ? 0xA0 : 0x2100).toArray();
            String once = TextSanitizer.clean(new String(points, 0, points.length));
            assertThat(TextSanitizer.clean(once)).isEqualTo(once);
            assertThat(once.codePoints()).noneMatch(Character::isISOControl);
        }
    }
}
