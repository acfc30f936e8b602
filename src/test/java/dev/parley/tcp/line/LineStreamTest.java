package dev.parley.tcp.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.Input;
import dev.parley.session.InputListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a line's deadline runs, from its first byte until it is taken; and what else the framing reports. */
@Timeout(30)
class LineStreamTest {
    private final BlockingQueue<String> reported = new LinkedBlockingQueue<>();
    private Socket client;
    private Socket server;
    private LineStream stream;

    @BeforeEach
    void connect() throws IOException {
        try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            client = new Socket(listener.getInetAddress(), listener.getLocalPort());
            server = listener.accept();
        }
        stream = new LineStream(server, 64, new Recorder());
    }

    @AfterEach
    void disconnect() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void unfinishedLineIsReportedAsBegunAndThenFinished() throws Exception {
        write("one\nhal");
        assertThat(stream.next()).isEqualTo(new Input.Line("one", true));
        var rest = CompletableFuture.supplyAsync(this::next);
        awaitReports("read 7", "begun");
        write("f\n");
        assertThat(rest.get()).isEqualTo(new Input.Line("half", true));
        awaitReports("read 2", "finished");
    }

    @Test
    void restOfAnOverlongLineIsReportedAsBegun() throws Exception {
        write("\n" + "x".repeat(100));
        assertThat(stream.next()).isEqualTo(new Input.Line("", true));
        assertThat(stream.next()).isEqualTo(new Input.TooLong(64));
        CompletableFuture.supplyAsync(this::next);
        awaitReports("read 101", "begun");
    }

    @Test
    void silenceBetweenLinesIsNotReportedAsBegun() throws Exception {
        write("one\n" + "x".repeat(100));
        stream.next();
        assertThat(stream.next()).isEqualTo(new Input.TooLong(64));
        var next = CompletableFuture.supplyAsync(this::next);
        awaitReports("read 104", "begun");
        write("x\n");
        awaitReports("read 2", "finished");
        write("two\nthree");
        assertThat(next.get()).isEqualTo(new Input.Line("two", true));
        awaitReports("read 9");
    }

    @Test
    void areYouThereWithinALineDoesNotReportItAsFinished() throws Exception {
        write("one\nhal");
        assertThat(stream.next()).isEqualTo(new Input.Line("one", true));
        var question = CompletableFuture.supplyAsync(this::next);
        awaitReports("read 7", "begun");
        client.getOutputStream().write(HexFormat.of().parseHex("fff6"));
        assertThat(question.get()).isEqualTo(new Input.AreYouThere());
        write("f\n");
        assertThat(stream.next()).isEqualTo(new Input.Line("half", true));
        awaitReports("read 2", "read 2", "finished");
    }

    @Test
    void repliesToANegotiationAreReportedBeforeTheNextLine() throws Exception {
        client.getOutputStream().write(HexFormat.of().parseHex("fffd01" + "6869" + "0a"));
        assertThat(stream.next()).isEqualTo(new Input.Line("hi", true));
        awaitReports("read 6", "negotiated fffc01");
    }

    @Test
    void endOfInputIsTheLastInput() throws Exception {
        write("one\ntwo");
        client.shutdownOutput();
        assertThat(stream.next()).isEqualTo(new Input.Line("one", true));
        assertThat(stream.next()).isEqualTo(new Input.EndOfInput());
        assertThat(stream.next()).isNull();
    }

    private void awaitReports(String... reports) throws InterruptedException {
        for (String report : reports) {
            assertThat(reported.poll(20, TimeUnit.SECONDS)).isEqualTo(report);
        }
        assertThat(reported).isEmpty();
    }

    private Input next() {
        try {
            return stream.next();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private final class Recorder implements InputListener {
        @Override
        public void bytesRead(int bytes) {
            reported.add("read " + bytes);
        }

        @Override
        public void lineBegun() {
            reported.add("begun");
        }

        @Override
        public void lineFinished() {
            reported.add("finished");
        }

        @Override
        public void askForNewline() {
            reported.add("newline");
        }

        @Override
        public void negotiated(byte[] replies) {
            reported.add("negotiated " + HexFormat.of().formatHex(replies));
        }
    }
}
