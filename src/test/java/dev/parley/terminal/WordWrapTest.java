package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.utils.AttributedString;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordWrapTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12:00 <bob> short | 12:00 <bob> short",
                "12:00 <bob> exactly | 12:00 <bob> exactly",
                "12:00 <bob> exactly full | 12:00 <bob> exactly/      full",
                "12:00 <bob> one two three four | 12:00 <bob> one two/      three four",
                "12:00 <bob> 日本語 日本 | 12:00 <bob> 日本語/      日本",
                "12:00 <bob> https://example.org/a-long-path and | 12:00 <bob>/      https://example.org/a-long-path/      and",
                "averylongwordwithoutanyspace | averylongwordwithoutanyspace"
            })
    void lineIsBrokenBetweenWordsOnly(String line, String shown) {
        assertThat(WordWrap.wrap(new AttributedString(line), 19, 6).toString().split("\n"))
                .containsExactly(shown.split("/(?= )"));
    }
}
