package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The framing over real sockets; LineFramerTest has the finer table. */
@StartedChat
class FramingTest {
    private static final String PONG = "\\*\\*\\* pong ";
    private static final String TOO_LONG = "\\*\\*\\* error line-too-long: .+";
    private static final String INVALID = "\\*\\*\\* error invalid-utf8: .+";

    @Autowired
    RunningChat chat;

    /** Bytes are written as ISO-8859-1 here: one character, one byte. */
    static Stream<Arguments> lines() {
        return Stream.of(
                row("LF", "/ping a\n/ping b\n", PONG + "a", PONG + "b"),
                row("CRLF", "/ping a\r\n/ping b\r\n", PONG + "a", PONG + "b"),
                row("NUL", "/ping a\0b\n", PONG + "ab"),
                row("4,095 bytes", ping(4_095) + "\n/ping x\n", PONG + "x{4089}", PONG + "x"),
                row("4,096 bytes", ping(4_096) + "\n/ping x\n", PONG + "x{4090}", PONG + "x"),
                row("4,097 bytes", ping(4_097) + "\n/ping x\n", TOO_LONG, PONG + "x"),
                row("70,000 bytes", ping(70_000) + "\n/ping x\n", TOO_LONG, PONG + "x"),
                row("a BOM", "\u00EF\u00BB\u00BF/ping a\n", PONG + "a"),
                row("IAC", "\u00FF\u00FC\u0001/ping a\u00FF\u00F1b\n", PONG + "ab"),
                row("an endless negotiation", "\u00FF\u00FA" + "x".repeat(62) + "/ping a\n", PONG + "a"),
                row("AA", "/ping \u00AA\n/ping x\n", INVALID, PONG + "x"),
                row("C0 AF", "/ping \u00C0\u00AF\n/ping x\n", INVALID, PONG + "x"),
                row("ED A0 80", "/ping \u00ED\u00A0\u0080\n/ping x\n", INVALID, PONG + "x"),
                row("cut off at the end", "/ping \u00C3\n/ping x\n", INVALID, PONG + "x"),
                row("a lone IAC", "/ping \u00FFabc\n/ping x\n", PONG + "abc", PONG + "x"),
                row("IAC IAC", "/ping \u00FF\u00FFabc\n/ping x\n", INVALID, PONG + "x"));
    }

    static Stream<Arguments> shortLines() {
        return lines().filter(row -> ((String) row.get()[1]).length() < 5_000);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void linesSentInOneWriteAreFramed(String name, String bytes, String[] expected) throws IOException {
        try (TcpClient client = chat.connect()) {
            hearsAll(client.write(latin(bytes)), expected);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shortLines")
    void linesSentByteByByteAreFramedTheSame(String name, String bytes, String[] expected) throws IOException {
        try (TcpClient client = chat.connect()) {
            for (byte b : latin(bytes)) {
                client.write(new byte[] {b});
            }
            hearsAll(client, expected);
        }
    }

    @Test
    void aClientWithoutNewlinesIsServed() throws IOException {
        try (TcpClient client = chat.connect()) {
            client.write("hello").hearsLike("\\*\\*\\* You are .*").hearsLike("<.*> hello");
            client.write("one").hearsLike("<.*> one");
            client.write("two").hearsLike("<.*> two");
            client.write("x".repeat(1_024)).hearsLike("<.*> x{1024}");
            client.write("y").hearsLike("<.*> y");
            client.write("n").write("o").write("\n").hearsLike("<.*> no");
        }
    }

    /** What telnet sends for Ctrl-C in the middle of a line: IAC IP, IAC and an urgent DM, IAC DO TIMING-MARK. */
    @Test
    void lineWithATelnetInterruptIsKeptAndTheTimingMarkAnswered() throws IOException {
        try (TcpClient client = chat.connect()) {
            client.write("/ping a").write(latin("\u00FF\u00F4\u00FF")).writeUrgent(0xF2);
            client.write(latin("\u00FF\u00FD\u0006")).write("b\n");
            assertThat(client.bytes()).isEqualTo(latin("\u00FF\u00FB\u0006*** pong ab"));
        }
    }

    @Test
    void urgentByteIsReadInOrder() throws IOException {
        try (TcpClient client = chat.connect()) {
            client.write("/ping a").writeUrgent('b').write("c\n").hears("*** pong abc");
        }
    }

    @Test
    void negotiationsAreAnsweredBetweenLines() throws IOException {
        try (TcpClient client = chat.connect()) {
            client.write(latin("/ping a\n\u00FF\u00FD\u0001\u00FF\u00FB\u0018"));
            client.write(latin("/ping b\n\u00FF\u00FD\u0001/ping c\n"));
            String replies = "\u00FF\u00FC\u0001\u00FF\u00FE\u0018";
            String heard = "";
            for (int i = 0; i < 3; i++) {
                heard += new String(client.bytes(), StandardCharsets.ISO_8859_1) + "\n";
            }
            assertThat(heard).containsOnlyOnce(replies);
            assertThat(heard.replace(replies, "")).isEqualTo("*** pong a\n*** pong b\n*** pong c\n");
        }
    }

    @Test
    void areYouThereIsAnsweredWithAPong() throws IOException {
        try (TcpClient client = chat.connect()) {
            client.write(latin("/ping a\u00FF\u00F6b\n")).hears("*** pong", "*** pong ab");
        }
    }

    @Test
    void httpClientGetsAResponseThatSaysHowToChat() throws Exception {
        try (var browser = HttpClient.newHttpClient()) {
            var address = URI.create("http://127.0.0.1:" + chat.port() + "/");
            var response = browser.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; charset=us-ascii");
            assertThat(response.body()).contains(" nc ").endsWith("\n");
        }
    }

    @Test
    void aTlsHelloIsClosedInSilence() throws IOException {
        try (TcpClient client = chat.connect()) {
            client.write(latin("\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00FC\u0003\u0003"));
            client.hearsTheEnd();
        }
    }

    /** Programs without newlines often read at most 1,024 bytes, and take the rest for the next answer. */
    @Test
    void helpAndWelcomeWithMessageAreReadAtOnceByAClientWithoutNewlines() throws IOException {
        try (TcpClient client = chat.connect()) {
            String help = client.write("/help").receive();
            assertThat(help).contains("*** messages: /away [TEXT], ").endsWith("that begins with /\n");
            assertThat(help.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1_024);
            assertThat(client.write("hello").receive()).matches("\\*\\*\\* You are (.*) in #lobby .*\n<\\1> hello\n");
        }
    }

    @Test
    void helpIsGroupedForAClientWithNewlines() throws IOException {
        try (TcpClient client = chat.connect()) {
            client.send("/help").hears("*** messages:").hearsLike("\\*\\*\\* //TEXT  +send a text that begins with /");
        }
    }

    private static void hearsAll(TcpClient client, String[] expected) throws IOException {
        for (String line : expected) {
            client.hearsLike(line);
        }
        client.hearsNothingElse();
    }

    private static Arguments row(String name, String bytes, String... expected) {
        return Arguments.of(name, bytes, expected);
    }

    private static String ping(int bytes) {
        return "/ping " + "x".repeat(bytes - "/ping ".length());
    }

    private static byte[] latin(String bytes) {
        return bytes.getBytes(StandardCharsets.ISO_8859_1);
    }
}
