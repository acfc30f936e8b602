package dev.parley.tcp.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.Input;
import dev.parley.time.FakeClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes in, lines out: the framing of docs/protocol.md as a table. Each read is one array. */
class LineFramerTest {
    private static final int LONGEST = 4_096;
    private static final String BOM = "\u00EF\u00BB\u00BF";

    private final FakeClock clock = new FakeClock();
    private final LineFramer framer = new LineFramer(LONGEST, clock);

    /** Bytes are written as ISO-8859-1 here: one character, one byte. */
    static Stream<Arguments> linesEndedByNewlines() {
        return Stream.of(
                Arguments.of("LF", "a\nb\n", lines("a", "b")),
                Arguments.of("CRLF", "a\r\nb\r\n", lines("a", "b")),
                Arguments.of("mixed ends", "a\nb\r\nc\n", lines("a", "b", "c")),
                Arguments.of("empty lines", "\n\r\na\n", lines("", "", "a")),
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
                Arguments.of("IAC EOF, SUSP and ABORT", "a\u00FF\u00ECb\u00FF\u00EDc\u00FF\u00EE\n", lines("abc")),
                Arguments.of(
                        "IAC IP, IAC DM, IAC DO TM", "a\u00FF\u00F4\u00FF\u00F2\u00FF\u00FD\u0006b\n", lines("ab")),
                Arguments.of("a lone IAC in a line", "a\u00FFbc\nx\n", lines("abc", "x")),
                Arguments.of("a lone IAC at the end of a line", "a\u00FF\nx\u00FF\r\n", lines("a", "x")),
                Arguments.of("a lone IAC before ü", "a\u00FF\u00C3\u00BC\n", lines("aü")),
                Arguments.of("a lone IAC before 안", "\u00FF\u00EC\u0095\u0088\n", lines("안")),
                Arguments.of("a lone IAC before 👋", "\u00FF\u00F0\u009F\u0091\u008B\n", lines("👋")),
                Arguments.of("a command before 안", "\u00FF\u00F4\u00EC\u0095\u0088\n", lines("안")),
                Arguments.of("two commands", "\u00FF\u00F4\u00FF\u00F4a\n", lines("a")),
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
    void linesInOneReadAreFramed(String name, String bytes, List<Input> expected) throws IOException {
        assertThat(take(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("linesEndedByNewlines")
    void linesReadByteByByteAreFramedTheSame(String name, String bytes, List<Input> expected) throws IOException {
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < bytes.length(); i++) {
            inputs.addAll(take(bytes.substring(i, i + 1)));
        }
        assertThat(inputs).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("linesEndedByNewlines")
    void linesWithADelayedLastByteAreFramedTheSame(String name, String bytes, List<Input> expected) throws IOException {
        List<Input> inputs = new ArrayList<>(take(bytes.substring(0, bytes.length() - 1)));
        inputs.addAll(take(bytes.substring(bytes.length() - 1)));
        assertThat(inputs).isEqualTo(expected);
    }

    @Test
    void textWithoutANewlineIsALineAfterASilence() throws IOException {
        assertThat(take("hello")).isEmpty();
        assertThat(framer.silence()).isEqualTo(50);
        assertThat(framer.silent()).isEqualTo(chunk("hello"));
        assertThat(framer.silence()).isEqualTo(LineFramer.FOREVER);
    }

    @Test
    void eachReadIsALineForAClientWithoutNewlines() throws IOException {
        chunks();
        assertThat(take("one")).containsExactly(chunk("one"));
        assertThat(take("two")).containsExactly(chunk("two"));
    }

    @Test
    void longReadWithoutANewlineWaitsForTheRest() throws IOException {
        chunks();
        assertThat(take(text(1_023))).containsExactly(chunk(text(1_023)));
        assertThat(take(text(1_024))).isEmpty();
        assertThat(framer.silence()).isEqualTo(50);
        assertThat(take("x")).isEmpty();
        assertThat(framer.silent()).isEqualTo(chunk(text(1_024) + "x"));
    }

    @Test
    void readThatEndsInsideACharacterWaitsForTheRest() throws IOException {
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
    void singleCharacterWaitsForTwoSeconds() throws IOException {
        assertThat(take("y")).isEmpty();
        assertThat(framer.silence()).isEqualTo(2_000);
        assertThat(framer.silent()).isEqualTo(chunk("y"));
        assertThat(take("hello")).containsExactly(chunk("hello"));
    }

    @Test
    void singleMultibyteCharacterWaitsForTwoSeconds() throws IOException {
        assertThat(take("\u00F0\u009F\u0091\u008B")).isEmpty();
        assertThat(framer.silence()).isEqualTo(2_000);
    }

    @Test
    void carriageReturnDoesNotEndALineInAWholeRead() throws IOException {
        assertThat(take("a\rb\n")).containsExactly(line("a\rb"));
    }

    @Test
    void twoSingleCharactersWithinTwoSecondsAreTreatedAsTyping() throws IOException {
        assertThat(take("h")).isEmpty();
        clock.advance(Duration.ofMillis(1_999));
        assertThat(take("i")).isEmpty();
        assertThat(take(" there")).isEmpty();
        assertThat(framer.silent()).isNull();
        assertThat(take("\r")).containsExactly(line("hi there"));
        assertThat(take("\n")).isEmpty();
        assertThat(take("a\r\0b\rc\n")).containsExactly(line("a"), line("b"), line("c"));
    }

    @Test
    void typingIsRecognizedAfterTheFirstCharactersOfACommand() throws IOException {
        assertThat(take("/lo")).isEmpty();
        assertThat(take("g")).isEmpty();
        assertThat(take("i")).isEmpty();
        assertThat(framer.silence()).isGreaterThan(LineFramer.LONG_SILENCE_MILLIS);
        assertThat(take("n bob secret\r")).containsExactly(line("/login bob secret"));
    }

    @Test
    void slowSingleCharacterMessagesAreNotTreatedAsTyping() throws IOException {
        for (String emoji : List.of("\u00F0\u009F\u0091\u008B", "y", "n", "\u00F0\u009F\u0091\u008B")) {
            assertThat(take(emoji)).isEmpty();
            assertThat(framer.silence()).isEqualTo(2_000);
            clock.advance(Duration.ofMillis(2_000));
            assertThat(framer.silent()).isInstanceOf(Input.Line.class);
        }
        assertThat(take("hello")).containsExactly(chunk("hello"));
    }

    @Test
    void charactersFarApartInACommandAreNotTreatedAsTyping() throws IOException {
        take("\n/");
        clock.advance(Duration.ofMillis(5_000));
        take("m");
        clock.advance(Duration.ofMillis(5_000));
        take("e");
        assertThat(take("\r")).isEmpty();
        assertThat(take(" waves\n")).containsExactly(line("/me\r waves"));
    }

    @Test
    void deleteKeysEditATypedLine() throws IOException {
        for (String key : List.of("x", "\b", "h", "o", "\u007F", "i")) {
            take(key);
        }
        assertThat(take("\r")).containsExactly(line("hi"));
        assertThat(take("/login bob wrong\u0015never mind\r")).containsExactly(line("never mind"));
        assertThat(take("\b\b\r")).containsExactly(line(""));
    }

    @Test
    void typingWithoutANewlineCausesOneHintAfterTenSeconds() throws IOException {
        take("h");
        take("i");
        assertThat(framer.silence()).isEqualTo(10_000);
        clock.advance(Duration.ofMillis(9_999));
        take("!");
        assertThat(framer.needsHint()).isFalse();
        assertThat(framer.silence()).isEqualTo(1);
        clock.advance(Duration.ofMillis(1));
        assertThat(framer.needsHint()).isTrue();
        assertThat(framer.needsHint()).isFalse();
        assertThat(framer.silence()).isEqualTo(LineFramer.FOREVER);
    }

    @Test
    void oneNewlineDoesNotEndFramingBySilence() throws IOException {
        chunks();
        assertThat(take("one\ntwo")).containsExactly(line("one"));
        assertThat(framer.silence()).isEqualTo(2_000);
        assertThat(framer.silent()).isEqualTo(chunk("two"));
        assertThat(take("three\n")).containsExactly(line("three"));
        assertThat(take("four\n")).containsExactly(line("four"));
        assertThat(take("five")).isEmpty();
        assertThat(framer.silence()).isEqualTo(2_000);
        assertThat(framer.silent()).isEqualTo(chunk("five"));
    }

    @Test
    void aFirstNewlineDoesNotEndFramingBySilence() throws IOException {
        assertThat(take("a\nb\nc")).containsExactly(line("a"), line("b"));
        assertThat(framer.silence()).isEqualTo(2_000);
        assertThat(framer.silent()).isEqualTo(chunk("c"));
    }

    @Test
    void commandAfterAFirstNewlineWaitsForANewline() throws IOException {
        take("a\n/login bob correct");
        assertThat(framer.silence()).isEqualTo(10_000);
        clock.advance(Duration.ofMillis(10_000));
        assertThat(framer.needsHint()).isTrue();
        assertThat(framer.silence()).isEqualTo(LineFramer.FOREVER);
        assertThat(framer.silent()).isNull();
        assertThat(take("-horse\n")).containsExactly(line("/login bob correct-horse"));
    }

    @Test
    void twoReadsThatEndInANewlineStopFramingBySilence() throws IOException {
        take("one\n");
        take("two\n");
        take("thr");
        assertThat(framer.silence()).isEqualTo(LineFramer.FOREVER);
        assertThat(take("ee\n")).containsExactly(line("three"));
    }

    @Test
    void commandWithoutANewlineIsALineAfterTwoSeconds() throws IOException {
        for (String command : List.of("/me waves", " /me waves", "\u00C2\u00A0/me waves", BOM + "/me", "//me", "/")) {
            var other = new LineFramer(LONGEST, clock);
            other.read(in(command));
            assertThat(other.next()).isNull();
            assertThat(other.silence()).as(command).isEqualTo(2_000);
        }
        chunks();
        assertThat(take("/me waves")).isEmpty();
        assertThat(framer.silence()).isEqualTo(2_000);
        assertThat(framer.silent()).isEqualTo(chunk("/me waves"));
    }

    @Test
    void textAfterACommandEndedBySilenceIsALine() throws IOException {
        cutOff("/nick bob");
        assertThat(take("hello")).containsExactly(chunk("hello"));
        cutOff("/nick bob");
        assertThat(take("hello\n")).containsExactly(line("hello"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login bob corr",
                "/LOGIN",
                "/register bob corr",
                "/password a",
                "/drop corr",
                "/resume corr",
                "/msg w1 for your eyes",
                "/say key=1 for",
                " /msg w1 for",
                "/join #dev swo",
                "/",
                "/ms",
                "/logn bob corr",
                "/room key swo"
            })
    void textAfterACommandThatNeedsANewlineIsDropped(String command) throws IOException {
        cutOff(command);
        assertThat(take("ect-horse-7")).isEmpty();
        assertThat(framer.silence()).isEqualTo(2_000);
        assertThat(framer.silent()).isEqualTo(new Input.CommandRest());
        cutOff(command);
        assertThat(take("ect-horse-7\n")).containsExactly(new Input.CommandRest());
        assertThat(take("hello\n")).containsExactly(line("hello"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"//path/secret\n", " /etc/secret\n", "/etc/secret\n", "secret\n"})
    void restOfACommandThatBeginsWithASlashIsDropped(String rest) throws IOException {
        cutOff("/msg w1 see");
        assertThat(take(rest)).containsExactly(new Input.CommandRest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/join",
                "/join #dev",
                "/room",
                "/room k",
                "/away at the",
                "/ignore bo",
                "log",
                "login",
                "login bob s"
            })
    void restOfAPossiblyPrivateCommandIsDroppedUpToTheNewline(String begun) throws IOException {
        cutOff(begun);
        assertThat(take("secret\n")).containsExactly(new Input.CommandRest());
    }

    @Test
    void textAfterAJoinWithoutNewlineIsALine() throws IOException {
        cutOff("/join #dev");
        assertThat(take("hello")).containsExactly(chunk("hello"));
    }

    @Test
    void everyPartOfACommandInManyPartsIsDropped() throws IOException {
        cutOff("/msg w1 for");
        assertThat(take("your")).isEmpty();
        assertThat(framer.silent()).isEqualTo(new Input.CommandRest());
        assertThat(take("eyes only\n")).containsExactly(new Input.CommandRest());
    }

    @Test
    void restOfACommandCutInsideACharacterIsDropped() throws IOException {
        assertThat(take("/msg w1 p\u00C3")).isEmpty();
        assertThat(framer.silent()).isEqualTo(chunk("/msg w1 p\uFFFD"));
        assertThat(take("\u00A4ss\n")).containsExactly(new Input.CommandRest());
    }

    @Test
    void overlongRestOfACommandIsDroppedToItsEnd() throws IOException {
        cutOff("/msg w1 x");
        assertThat(take(text(5_000))).containsExactly(tooLong());
        assertThat(framer.silence()).isEqualTo(2_000);
        assertThat(framer.silent()).isNull();
        assertThat(take("secret\n")).containsExactly(new Input.CommandRest());
    }

    @Test
    void anotherProtocolIsRecognizedFromPartsTwoSecondsApart() throws IOException {
        assertThat(take("PA")).isEmpty();
        assertThat(framer.silent()).isEqualTo(chunk("PA"));
        assertThat(take("SS secret\r\n")).containsExactly(new Input.OtherProtocol("IRC"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELLO", "OK then", "GET", "NICE"})
    void firstMessageInCapitalsIsNotTakenForAnotherProtocol(String text) throws IOException {
        assertThat(take(text)).isEmpty();
        assertThat(framer.silent()).isEqualTo(chunk(text));
        assertThat(take("hello there")).containsExactly(chunk("hello there"));
    }

    @Test
    void commandAfterACutOffCommandIsNotDropped() throws IOException {
        cutOff("/login bob corr");
        assertThat(take("/login bob correct-horse\n")).containsExactly(line("/login bob correct-horse"));
    }

    @Test
    void lineTwoSecondsAfterACutOffCommandIsNotDropped() throws IOException {
        cutOff("/msg w1 hi");
        assertThat(framer.silence()).isEqualTo(2_000);
        assertThat(framer.silent()).isNull();
        assertThat(framer.silence()).isEqualTo(LineFramer.FOREVER);
        assertThat(take("hello")).containsExactly(chunk("hello"));
    }

    @Test
    void restOfAnOverlongCommandIsDropped() throws IOException {
        assertThat(take("/msg bob " + text(5_000))).containsExactly(tooLong());
        assertThat(framer.silence()).isEqualTo(2_000);
        assertThat(framer.silent()).isNull();
        assertThat(take("secret\n")).containsExactly(new Input.CommandRest());
    }

    @Test
    void theRestOfAnOverlongLineIsDroppedUpToTheNewline() throws IOException {
        take("\n");
        assertThat(take(text(5_000))).containsExactly(tooLong());
        assertThat(framer.silence()).isEqualTo(LineFramer.FOREVER);
        assertThat(take("secret\n")).isEmpty();
    }

    private void cutOff(String command) throws IOException {
        assertThat(take(command)).isEmpty();
        assertThat(framer.silence()).isEqualTo(2_000);
        assertThat(framer.silent()).isEqualTo(chunk(command));
    }

    static Stream<Arguments> otherProtocols() {
        return Stream.of(
                Arguments.of("IRC", "NICK bob\r\n"),
                Arguments.of("IRC", "NICK :bob\r\n"),
                Arguments.of("IRC", "CAP LS 302\r\nPASS secret\r\n"),
                Arguments.of("IRC", "PASS secret\r\nNICK bob\r\n"),
                Arguments.of("IRC", "\r\nPASS secret\r\n"),
                Arguments.of("IRC", "PASS secr\u00E9t\r\n"),
                Arguments.of("IRC", "USER bob 0 * :Bob B\r\n"),
                Arguments.of("IRC", "AUTHENTICATE PLAIN\r\n"),
                Arguments.of("IRC", "WEBIRC secret gateway host 192.0.2.1\r\n"),
                Arguments.of("IRC", "PASS  secret\r\n"),
                Arguments.of(
                        "LDAP",
                        "0\u0017\u0002\u0001\u0001`\u0012\u0002\u0001\u0003\u0004\u0003uid\u0080\u0008secret12"),
                Arguments.of("SMB", "\0\0\0E\u00FFSMBr"),
                Arguments.of("IRC", "@time=1 NICK bob\r\n"),
                Arguments.of("IRC", "PASS " + text(5_000)),
                Arguments.of("SSH", "SSH-2.0-OpenSSH_9.2\r\n"),
                Arguments.of("SMTP", "EHLO example.org\r\n"),
                Arguments.of("SMTP", "HELO\r\n"),
                Arguments.of("Redis", "*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n"),
                Arguments.of("NATS", "CONNECT {\"user\":\"bob\",\"pass\":\"secret\"}\r\n"),
                Arguments.of("STOMP", "CONNECT\nlogin:bob\npasscode:secret\n\n\0"),
                Arguments.of("AMQP", "AMQP\0\0\u0009\u0001"),
                Arguments.of("XMPP", "<?xml version='1.0'?><stream:stream to='example.org'>\n"),
                Arguments.of("RTSP or SIP", "OPTIONS sip:bob@example.org SIP/2.0\r\n"),
                Arguments.of("the PROXY protocol", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n"),
                Arguments.of("the PROXY protocol", "\r\n\r\n\0\r\nQUIT\n!\u0011\0\u000C"),
                Arguments.of("MQTT", "\u0010\u0020\0\u0004MQTT\u0004\u00C2\0<\0\u0002id\0\u0003bob\0\u0006secret"),
                Arguments.of("RDP", "\u0003\0\0\u0013\u000E\u00E0\0\0\0\0\0\u0001\0\u0008\0\u0003\0\0\0"),
                Arguments.of("SOCKS", "\u0004\u0001\0P\u00C0\0\u0002\u0001bob\0"),
                Arguments.of("PostgreSQL", "\0\0\0)\0\u0003\0\0user\0bob\0database\0secret\0\0"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("otherProtocols")
    void firstLineOfAnotherProtocolIsRecognized(String name, String bytes) throws IOException {
        var other = new LineFramer(LONGEST, clock);
        var in = in(bytes);
        other.read(in);
        Input input = other.next();
        while (input instanceof Input.Line line && line.text().isEmpty()) {
            input = other.next();
        }
        assertThat(input == null ? other.silent() : input).isEqualTo(new Input.OtherProtocol(name));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("otherProtocols")
    void firstLineOfAnotherProtocolIsNotALineWhereverSilenceCutsIt(String name, String bytes) throws IOException {
        for (int cut = 1; cut < Math.min(bytes.length(), 12); cut++) {
            var other = new LineFramer(LONGEST, clock);
            other.read(in(bytes.substring(0, cut)));
            Input input = other.next();
            boolean isSaid = input instanceof Input.Line line && !line.text().isEmpty();
            boolean isUndecided = input == null && (!other.hasUnfinished() || other.silence() == 2_000);
            assertThat(input instanceof Input.OtherProtocol || isUndecided || input instanceof Input.Line && !isSaid)
                    .as("%s cut at %d: %s", name, cut, input)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Pass the salt", "nick bob", "Nick is here", "CAPS", "*2 for me", "CONNECTED", "HELLO THERE"})
    void textThatResemblesAnotherProtocolIsALine(String text) throws IOException {
        assertThat(take(text + "\n")).containsExactly(line(text));
    }

    @Test
    void laterLineOfAnotherProtocolIsALine() throws IOException {
        assertThat(take("hi\nPASS secret\n")).containsExactly(line("hi"), line("PASS secret"));
    }

    @Test
    void overlongFirstRequestIsRecognizedAsHttp() throws IOException {
        assertThat(take("GET /" + text(9_000) + " HTTP/1.1\r\nCookie: secret\r\n"))
                .startsWith(new Input.Http());
    }

    @Test
    void anOverlongChunkIsDroppedUpToTheSilence() throws IOException {
        assertThat(take(text(70_000))).containsExactly(tooLong());
        assertThat(framer.silence()).isEqualTo(50);
        assertThat(framer.silent()).isNull();
        assertThat(take("after")).containsExactly(chunk("after"));
    }

    @Test
    void endOfInputEndsAChunkButDropsAnUnfinishedLine() throws IOException {
        take("hello");
        assertThat(framer.endOfInput()).isEqualTo(chunk("hello"));
        take("one\ntail");
        assertThat(framer.endOfInput()).isNull();
    }

    @Test
    void tlsHelloIsRecognizedByItsFirstBytesInOneReadOrTwo() throws IOException {
        assertThat(take("\u0016\u0003\u0001\u0002\u0000")).startsWith(new Input.Tls());
        var other = new LineFramer(LONGEST, clock);
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
