package dev.parley.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.parley.scenario.Certificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One request, as the other side gets it, and what is made of its answer. */
class PostTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (var receiver = new Receiver()) {
            receiver.answers(302);
            assertThat(send(receiver.url(), LONG)).isEqualTo(302);
            assertThat(receiver.got()).extracting(Receiver.Got::path).containsExactly("/events?from=parley");
            assertThat(receiver.bodies()).containsExactly("ä");
        }
    }

    @Test
    void whoDoesNotAnswerInTimeIsLeft() throws Exception {
        try (var receiver = new Receiver()) {
            receiver.answers(Receiver.HANG);
            assertThatThrownBy(() -> send(receiver.url(), Duration.ofMillis(200)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("there was no answer in time");
        }
    }

    /** Each byte comes in time, but not all of them. */
    @Test
    void whoAnswersForEverIsLeft() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var pace = Executors.newSingleThreadScheduledExecutor()) {
            pace.execute(() -> {
                Socket socket = accepted(server);
                pace.scheduleAtFixedRate(() -> write(socket), 0, 20, TimeUnit.MILLISECONDS);
            });
            assertThatThrownBy(() -> send("http://127.0.0.1:" + server.getLocalPort(), Duration.ofMillis(300)))
                    .hasMessage("there was no answer in time");
            pace.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 204 No Content\\r\\n\\r\\n, 204",
        "HTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 200\\r\\n, 200",
        "HTTP/1.0 500 HTTP/1.1 200 OK\\r\\n, 500"
    })
    void theStatusIsThatOfTheFinalAnswer(String answer, int status) throws Exception {
        assertThat(answered(answer)).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 2", "SSH-2.0-x\\r\\n", "HTTP/2 200\\r\\n", ""})
    void whatIsNoAnswerIsAnError(String answer) {
        assertThatThrownBy(() -> answered(answer)).isInstanceOf(IOException.class);
    }

    @Test
    void nothingIsConnectedToThatIsRefused() throws Exception {
        try (var receiver = new Receiver()) {
            var post = new Post(addresses(false), SSLContext.getDefault().getSocketFactory());
            assertThatThrownBy(() -> post.send(URI.create(receiver.url()), Map.of(), "{}", LONG))
                    .hasMessageContaining("not of the public internet");
            assertThat(receiver.got()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "other.example"})
    void aCertificateIsForTheNameThatIsCalled(String name) throws Exception {
        var certificate = Certificate.make(folder, "-ext", "san=dns:" + name);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.trusting(certificate)));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            var post = new Post(addresses(true), certificate.trusting(null).getSocketFactory());
            var url = URI.create("https://localhost:" + server.getAddress().getPort());
            if (name.equals("localhost")) {
                assertThat(post.send(url, Map.of(), "{}", LONG)).isEqualTo(204);
            } else {
                assertThatThrownBy(() -> post.send(url, Map.of(), "{}", LONG))
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageContaining("localhost");
            }
        } finally {
            server.stop(0);
        }
    }

    private static int answered(String answer) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.startVirtualThread(() -> {
                try (var socket = server.accept()) {
                    byte[] request = new byte[4_096];
                    int read = socket.getInputStream().read(request);
                    assertThat(read).isPositive();
                    socket.getOutputStream().write(answer.translateEscapes().getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // seen by whoever waits for it
                }
            });
            return send("http://127.0.0.1:" + server.getLocalPort(), LONG);
        }
    }

    private static int send(String url, Duration timeout) throws Exception {
        var post = new Post(addresses(true), SSLContext.getDefault().getSocketFactory());
        return post.send(URI.create(url), Map.of(), "ä", timeout);
    }

    private static Addresses addresses(boolean allowPrivate) {
        return new Addresses(new WebhookSettings(allowPrivate), Executors.newVirtualThreadPerTaskExecutor());
    }

    private static Socket accepted(ServerSocket server) {
        try {
            return server.accept();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Once its reader has left it fails, and is not called again. */
    private static void write(Socket socket) {
        try {
            socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
