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
                "averylongwordwithoutanyspace | averylongwordwithou/      tanyspace",
                "12:00 <mal> xxxxxxx12:00_<anna>_send_the_key | 12:00 <mal> xxxxxxx/      12:00_<anna>_/      send_the_key",
                "12:00 <mal> https://x<anna>/a-long-path | 12:00 <mal> https:/~      /x<anna>/a-lo~      ng-path",
                "12:00 <bob> 漢字漢字漢字漢字漢字 | 12:00 <bob> 漢字漢/      字漢字漢字漢/      字"
            })
    void lineIsBrokenBetweenWordsOnly(String line, String shown) {
        assertThat(WordWrap.wrap(new AttributedString(line), 19, 6).toString().split("\n"))
                .containsExactly(shown.split("[/~](?= {6})"));
    }
}
