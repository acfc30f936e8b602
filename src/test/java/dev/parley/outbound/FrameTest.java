package dev.parley.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FrameTest {
    @Test
    void longReplyIsDividedAfterEndsOfLines() {
        assertThat(frame("one\ntwo\nthree\nfour\n").divided(9).parts())
                .extracting(FrameTest::text)
                .containsExactly("one\ntwo\n", "three\n", "four\n");
    }

    @Test
    void longLineIsNotDivided() {
        assertThat(frame("one\nseventeen\ntwo\n").divided(5).parts())
                .extracting(FrameTest::text)
                .containsExactly("one\n", "seventeen\n", "two\n");
    }

    @Test
    void partsOfAFrameCountItsLinesAndTheLastOneHasItsId() {
        assertThat(new Frame("1\n2\n3\n".getBytes(StandardCharsets.UTF_8), 3, 5, 7)
                        .divided(4)
                        .parts())
                .extracting(Frame::lines, Frame::arrivedNanos, Frame::id)
                .containsExactly(tuple(2, 5L, 0L), tuple(1, 5L, 7L));
    }

    @Test
    void shortFrameIsNotDivided() {
        var frame = frame("one\n");
        assertThat(frame.divided(4)).isSameAs(frame);
    }

    @Test
    void unfinishedLineIsTheLastPart() {
        assertThat(frame("one\ntwo").divided(4).parts())
                .extracting(FrameTest::text)
                .containsExactly("one\n", "two");
    }

    private static Frame frame(String text) {
        return new Frame(text.getBytes(StandardCharsets.UTF_8), 1, 0);
    }

    private static String text(Frame frame) {
        return new String(frame.bytes(), StandardCharsets.UTF_8);
    }
}
