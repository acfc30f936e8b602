package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
    @ParameterizedTest
    @CsvSource({
        "hello, hello",
        "'a\tb', 'a b'",
        "'a\u0000\u0007\r\nb', ab",
        "'\u001b]0;title\u0007x', ]0;titlex",
        "'a\u007f\u0080\u009b31mb', a31mb",
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
    void whatIsUnsafeIsTakenOut(String text, String cleaned) {
        assertThat(Text.clean(text)).isEqualTo(cleaned);
    }

    @Test
    void cleaningAgainChangesNothing() {
        var random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            int[] points = random.ints(12, 0, 0x2100).toArray();
            String once = Text.clean(new String(points, 0, points.length));
            assertThat(Text.clean(once)).isEqualTo(once);
            assertThat(once.codePoints()).noneMatch(Character::isISOControl);
        }
    }
}
