package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.Input;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes in, lines out: the framing of docs/protocol.md as a table. Each read is one array. */
class LineFramerTest {
    private static final int LONGEST = 4_096;
    private static final String BOM = "\u00EF\u00BB\u00BF";

    private final LineFramer framer = new LineFramer(LONGEST);

    /** Bytes are written as ISO-8859-1 here: one character, one byte. */
    static Stream<Arguments> linesEndedByNewlines() {
        return Stream.of(
                Arguments.of("LF", "a\nb\n", lines("a", "b")),
                Arguments.of("CRLF", "a\r\nb\r\n", lines("a", "b")),
                Arguments.of("mixed ends", "a\nb\r\nc\n", lines("a", "b", "c")),
                Arguments.of("empty lines", "\n\r\na\n", lines("", "", "a")),
                Arguments.of("a lone CR is no end", "a\rb\n", lines("a\rb")),
                Arguments.of("NUL is left to the cleaning", "a\0b\n", lines("a\0b")),
                Arguments.of("a tail waits", "a\nb", lines("a")),
                Arguments.of("umlauts", "\u00C3\u00BC\n", lines("ü")),
                Arguments.of("4,095 bytes", text(4_095) + "\nx\n", lines(text(4_095), "x")),
                Arguments.of("4,096 bytes", text(4_096) + "\nx\n", lines(text(4_096), "x")),
                Arguments.of("4,096 bytes and CRLF", text(4_096) + "\r\nx\n", lines(text(4_096), "x")),
                Arguments.of("4,097 bytes", text(4_097) + "\nx\n", List.of(tooLong(), line("x"))),
                Arguments.of("4,098 bytes", text(4_098) + "\nx\n", List.of(tooLong(), line("x"))),
                Arguments.of("70,000 bytes", text(70_000) + "\nx\n", List.of(tooLong(), line("x"))),
                Arguments.of("70,000 bytes twice", (text(70_000) + "\n").repeat(2), List.of(tooLong(), tooLong())),
                Arguments.of("a BOM", BOM + "a\n", lines("a")),
                Arguments.of("a BOM is no input", BOM + text(4_096) + "\nx\n", lines(text(4_096), "x")),
                Arguments.of("IAC WILL ECHO", "a\u00FF\u00FB\u0001b\n", lines("ab")),
                Arguments.of("IAC NOP", "a\u00FF\u00F1b\n", lines("ab")),
                Arguments.of("IAC SB NAWS", "a\u00FF\u00FA\u001F\0P\0\u0018\u00FF\u00F0b\n", lines("ab")),
                Arguments.of("IAC is no input", "\u00FF\u00FD\u0003" + text(4_096) + "\n", lines(text(4_096))),
                Arguments.of("an endless negotiation", "\u00FF\u00FA" + text(62) + "b\n", lines("b")),
                Arguments.of("AA", "\u00AA\nx\n", List.of(invalid(), line("x"))),
                Arguments.of("C0 AF", "a\u00C0\u00AF\nx\n", List.of(invalid(), line("x"))),
                Arguments.of("ED A0 80", "\u00ED\u00A0\u0080\nx\n", List.of(invalid(), line("x"))),
                Arguments.of("cut off at the end", "a\u00C3\nx\n", List.of(invalid(), line("x"))),
                Arguments.of("FF and text", "a\u00FFbc\nx\n", List.of(invalid(), line("x"))),
                Arguments.of("IAC IAC", "a\u00FF\u00FFb\nx\n", List.of(invalid(), line("x"))),
                Arguments.of("U+FFFD itself", "\u00EF\u00BF\u00BD\n", lines("\uFFFD")),
                Arguments.of("HTTP later", "x\nGET / HTTP/1.1\n", lines("x", "GET / HTTP/1.1")),
                Arguments.of(
                        "HTTP after a bad line",
                        "\u00AA\nGET / HTTP/1.1\n",
                        List.of(invalid(), line("GET / HTTP/1.1"))),
                Arguments.of(
                        "HTTP after a long line",
                        text(9_000) + "\nGET / HTTP/1.1\n",
                        List.of(tooLong(), line("GET / HTTP/1.1"))),
                Arguments.of(
                        "TLS after a bad line",
                        "\u00AA\n\u0016\u0003\u0001\n",
                        List.of(invalid(), line("\u0016\u0003\u0001"))),
                Arguments.of("HTTP", "GET /x?y HTTP/1.1\r\n", List.of(new Input.Http())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("linesEndedByNewlines")
    void isTheSameWhole(String name, String bytes, List<Input> expected) throws IOException {
        assertThat(take(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("linesEndedByNewlines")
    void isTheSameByteByByte(String name, String bytes, List<Input> expected) throws IOException {
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < bytes.length(); i++) {
            inputs.addAll(take(bytes.substring(i, i + 1)));
        }
        assertThat(inputs).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("linesEndedByNewlines")
    void isTheSameWithoutItsLastByteAtFirst(String name, String bytes, List<Input> expected) throws IOException {
        List<Input> inputs = new ArrayList<>(take(bytes.substring(0, bytes.length() - 1)));
        inputs.addAll(take(bytes.substring(bytes.length() - 1)));
        assertThat(inputs).isEqualTo(expected);
    }

    @Test
    void aClientWithoutNewlinesIsUnderstoodAfterASilence() throws IOException {
        assertThat(take("hello")).isEmpty();
        assertThat(framer.silence()).isEqualTo(50);
        assertThat(framer.silent()).isEqualTo(chunk("hello"));
        assertThat(framer.silence()).isEqualTo(LineFramer.FOREVER);
    }

    @Test
    void thenEachOfItsReadsIsALineAtOnce() throws IOException {
        chunks();
        assertThat(take("one")).containsExactly(chunk("one"));
        assertThat(take("two")).containsExactly(chunk("two"));
    }

    @Test
    void butALongReadWaitsForTheRest() throws IOException {
        chunks();
        assertThat(take(text(1_023))).containsExactly(chunk(text(1_023)));
        assertThat(take(text(1_024))).isEmpty();
        assertThat(framer.silence()).isEqualTo(50);
        assertThat(take("x")).isEmpty();
        assertThat(framer.silent()).isEqualTo(chunk(text(1_024) + "x"));
    }

    @Test
    void soDoesOneThatEndsInsideACharacter() throws IOException {
        chunks();
        assertThat(take("gr\u00C3")).isEmpty();
        assertThat(framer.silence()).isEqualTo(50);
        assertThat(take("\u00BCn")).containsExactly(chunk("grün"));
        assertThat(take("\u00F0\u009F\u0091")).isEmpty();
        assertThat(take("\u008Bhi")).containsExactly(chunk("👋hi"));
        assertThat(take("gr\u00C3")).isEmpty();
        assertThat(framer.silent()).isEqualTo(new Input.InvalidUtf8(false));
    }

    @Test
    void oneCharacterAloneWaitsForTwoSeconds() throws IOException {
        assertThat(take("y")).isEmpty();
        assertThat(framer.silence()).isEqualTo(2_000);
        assertThat(framer.silent()).isEqualTo(chunk("y"));
        assertThat(take("hello")).containsExactly(chunk("hello"));
    }

    @Test
    void oneLongCharacterAloneToo() throws IOException {
        assertThat(take("\u00F0\u009F\u0091\u008B")).isEmpty();
        assertThat(framer.silence()).isEqualTo(2_000);
    }

    @Test
    void afterASecondOnlyNewlinesEndLines() throws IOException {
        assertThat(take("h")).isEmpty();
        assertThat(take("i")).isEmpty();
        assertThat(framer.silence()).isEqualTo(LineFramer.FOREVER);
        assertThat(take(" there")).isEmpty();
        assertThat(framer.silence()).isEqualTo(LineFramer.FOREVER);
        assertThat(take("\n")).containsExactly(line("hi there"));
    }

    @Test
    void evenWhenTheFirstWasALineByThen() throws IOException {
        take("y");
        framer.silent();
        assertThat(take("n")).isEmpty();
        assertThat(framer.silence()).isEqualTo(LineFramer.FOREVER);
    }

    @Test
    void afterTheFirstNewlineOnlyNewlinesEndLines() throws IOException {
        chunks();
        assertThat(take("one\ntwo")).containsExactly(line("one"));
        assertThat(framer.silence()).isEqualTo(LineFramer.FOREVER);
        assertThat(take("!\n")).containsExactly(line("two!"));
    }

    @Test
    void anOverlongChunkIsDroppedUpToTheSilence() throws IOException {
        assertThat(take(text(70_000))).containsExactly(tooLong());
        assertThat(framer.silence()).isEqualTo(50);
        assertThat(framer.silent()).isNull();
        assertThat(take("after")).containsExactly(chunk("after"));
    }

    @Test
    void theEndOfInputEndsAChunkButDropsAnUnfinishedLine() throws IOException {
        take("hello");
        assertThat(framer.endOfInput()).isEqualTo(chunk("hello"));
        take("one\ntail");
        assertThat(framer.endOfInput()).isNull();
    }

    @Test
    void aTlsHelloIsKnownByItsFirstBytesInOneReadOrTwo() throws IOException {
        assertThat(take("\u0016\u0003\u0001\u0002\u0000")).startsWith(new Input.Tls());
        var other = new LineFramer(LONGEST);
        other.read(in("\u0016"));
        assertThat(other.next()).isNull();
        other.read(in("\u0003\u0001"));
        assertThat(other.next()).isEqualTo(new Input.Tls());
    }

    private void chunks() throws IOException {
        take("hello");
        framer.silent();
    }

    private List<Input> take(String bytes) throws IOException {
        List<Input> inputs = new ArrayList<>();
        var in = in(bytes);
        while (framer.read(in) > 0) {
            for (Input input = framer.next(); input != null; input = framer.next()) {
                inputs.add(input);
            }
        }
        return inputs;
    }

    private static ByteArrayInputStream in(String bytes) {
        return new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String text(int bytes) {
        return "x".repeat(bytes);
    }

    private static List<Input> lines(String... texts) {
        return Stream.of(texts).map(LineFramerTest::line).toList();
    }

    private static Input line(String text) {
        return new Input.Line(text, true);
    }

    private static Input chunk(String text) {
        return new Input.Line(text, false);
    }

    private static Input tooLong() {
        return new Input.TooLong(LONGEST);
    }

    private static Input invalid() {
        return new Input.InvalidUtf8(true);
    }
}
