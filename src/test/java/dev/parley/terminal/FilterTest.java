package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FilterTest {
    private final ScriptedServer server = new ScriptedServer();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    FilterTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void eachLineIsSentUnchangedAndEachMessageIsPrinted() throws IOException {
        assertThat(run("/say key=k1 grüße\n/who\n")).isEqualTo(ChatCommand.OK);
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        <anna> grüße
                        *** #lobby: bob, birgit (2 listening)
                        *** bye quit: goodbye
                        """.replace("\n", System.lineSeparator()));
        assertThat(server.typed()).containsExactly("/say key=K grüße", "/quit");
    }

    @Test
    void nothingIsSentUnderAWrongNameIfTheNickIsRefused() throws IOException {
        var input = new ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8));
        assertThat(run(input, "/nick taken")).isEqualTo(ChatCommand.LOST);
        assertThat(output.toString(StandardCharsets.UTF_8)).startsWith("*** error nick-in-use");
        assertThat(server.typed()).containsExactly("/nick taken");
    }

    @Test
    void portThatExpectsTlsIsAUsageError() throws IOException {
        try (var tls = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket client = tls.accept()) {
                    client.getInputStream().read();
                    client.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 10});
                    client.getInputStream().readAllBytes();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            var filter = new Filter(InputStream.nullInputStream(), System.out, System.err);
            assertThatThrownBy(() -> filter.run(
                            () -> new ServerConnection(new Socket("127.0.0.1", tls.getLocalPort())), List.of()))
                    .isInstanceOf(UsageException.class);
        }
    }

    @Test
    void lostConnectionIsStatus1() throws IOException {
        var input = new PipedOutputStream();
        var status = CompletableFuture.supplyAsync(() -> {
            try {
                return run(new PipedInputStream(input));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        server.awaitLine("/format json");
        server.disconnect();
        assertThat(status.join()).isEqualTo(ChatCommand.LOST);
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("closed the connection");
    }

    private int run(String input) throws IOException {
        return run(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    }

    private int run(InputStream input, String... first) throws IOException {
        return new Filter(
                        input,
                        new PrintStream(output, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8))
                .run(() -> new ServerConnection(new Socket("127.0.0.1", server.port())), List.of(first));
    }
}
