package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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

    private int run(InputStream input) throws IOException {
        return new Filter(
                        input,
                        new PrintStream(output, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8))
                .run(() -> new ServerConnection(new Socket("127.0.0.1", server.port())));
    }
}
