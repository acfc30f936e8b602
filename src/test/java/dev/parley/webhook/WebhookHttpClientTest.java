package dev.parley.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.parley.scenario.SelfSignedCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as receivers get them, and the results of their responses. */
class WebhookHttpClientTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void webhookRedirectIsNotFollowed() throws Exception {
        try (var receiver = new WebhookReceiver()) {
            receiver.answers(302);
            assertThat(send(receiver.url(), LONG)).isEqualTo(302);
            assertThat(receiver.got())
                    .extracting(WebhookReceiver.ReceivedRequest::path)
                    .containsExactly("/events?from=parley");
            assertThat(receiver.bodies()).containsExactly("ä");
        }
    }

    @Test
    void requestFailsIfNoResponseComesInTime() throws Exception {
        try (var receiver = new WebhookReceiver()) {
            receiver.answers(WebhookReceiver.HANG);
            assertThatThrownBy(() -> send(receiver.url(), Duration.ofMillis(200)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no response in time");
        }
    }

    @Test
    void trustStoreIsReadAtTheFirstRequestAndOnce() throws Exception {
        var reads = new AtomicInteger();
        Callable<SSLContext> tls = () -> {
            reads.incrementAndGet();
            return SSLContext.getDefault();
        };
        try (var receiver = new WebhookReceiver();
                var client = client(true, tls)) {
            receiver.answers(200);
            assertThat(reads).hasValue(0);
            post(client, "w", receiver.url());
            post(client, "w", receiver.url());
            assertThat(reads).hasValue(1);
        }
    }

    @Test
    void unreadableTrustStoreFailsOnlyTheAttempt() throws Exception {
        var reads = new AtomicInteger();
        Callable<SSLContext> tls = () -> {
            if (reads.getAndIncrement() == 0) {
                throw new NoSuchAlgorithmException("no context", new IOException("no such file"));
            }
            return SSLContext.getDefault();
        };
        try (var receiver = new WebhookReceiver();
                var client = client(true, tls)) {
            receiver.answers(200);
            assertThatThrownBy(() -> post(client, "w", receiver.url()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("TLS cannot be used: no such file");
            assertThat(post(client, "w", receiver.url())).isEqualTo(200);
        }
    }

    /** Each byte comes in time, but not all of them. */
    @Test
    void requestFailsIfTheResponseNeverEnds() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var pace = Executors.newSingleThreadScheduledExecutor()) {
            pace.execute(() -> {
                Socket socket = accepted(server);
                pace.scheduleAtFixedRate(() -> write(socket), 0, 20, TimeUnit.MILLISECONDS);
            });
            assertThatThrownBy(() -> send("http://127.0.0.1:" + server.getLocalPort(), Duration.ofMillis(300)))
                    .hasMessage("no response in time");
            pace.shutdownNow();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 204 No Content\\r\\n\\r\\n, 204",
        "HTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 200\\r\\n, 200",
        "HTTP/1.0 500 HTTP/1.1 200 OK\\r\\n, 500"
    })
    void statusIsThatOfTheFinalResponse(String answer, int status) throws Exception {
        assertThat(answered(answer)).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 2", "SSH-2.0-x\\r\\n", "HTTP/2 200\\r\\n", ""})
    void malformedResponseIsAnError(String answer) {
        assertThatThrownBy(() -> answered(answer)).isInstanceOf(IOException.class);
    }

    @Test
    void refusedAddressesAreNotConnectedTo() throws Exception {
        try (var receiver = new WebhookReceiver()) {
            int port = URI.create(receiver.url()).getPort();
            try (var client = client(false, SSLContext.getDefault())) {
                for (String host : List.of("127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]")) {
                    var url = URI.create("http://" + host + ":" + port + "/");
                    assertThatThrownBy(() -> client.post("w", url, Map.of(), "{}", LONG))
                            .as(host)
                            .isInstanceOf(IOException.class)
                            .hasMessageContaining("parley.webhooks.allow-private-networks");
                }
            }
            assertThat(receiver.got()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "other.example"})
    void certificateForAnotherHostIsRefused(String name) throws Exception {
        var certificate = SelfSignedCertificate.make(folder, "-ext", "san=dns:" + name);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.trusting(certificate)));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try (var client = client(true, certificate.trusting(null))) {
            var url = URI.create("https://localhost:" + server.getAddress().getPort());
            if (name.equals("localhost")) {
                assertThat(client.post("w", url, Map.of(), "{}", LONG)).isEqualTo(204);
            } else {
                assertThatThrownBy(() -> client.post("w", url, Map.of(), "{}", LONG))
                        .isInstanceOf(SSLHandshakeException.class)
                        .hasMessageContaining("localhost");
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void eachWebhookReusesItsOwnConnection() throws Exception {
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            for (String webhook : List.of("a", "b", "a", "b", "a")) {
                assertThat(post(client, webhook, server.url("/"))).isEqualTo(200);
            }
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void requestsContainOnlyTheGivenAndTheRequiredHeaders() throws Exception {
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            server.answers("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");
            String path = "/a//b/../c;d?x=%2F&y";
            for (int i = 0; i < 2; i++) {
                client.post(
                        "w",
                        URI.create(server.url(path)),
                        Map.of("webhook-id", "7", "User-Agent", "Parley"),
                        "ä",
                        LONG);
                assertThat(server.requests().get(i).split("\r\n"))
                        .containsExactlyInAnyOrder(
                                "POST " + path + " HTTP/1.1",
                                "webhook-id: 7",
                                "Host: 127.0.0.1:" + server.port(),
                                "Content-Length: 2",
                                "Connection: keep-alive",
                                "User-Agent: Parley");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?q", "/", "//x", "//x/y?z=//", "/%E4"})
    void urlPathsAreSentUnchanged(String path) throws Exception {
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            assertThat(post(client, "w", server.url(path))).isEqualTo(200);
            assertThat(server.requests().getFirst())
                    .startsWith("POST " + (path.startsWith("/") ? path : "/" + path) + " HTTP/1.1\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 307 Elsewhere\r\nLocation: /\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 421 No\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 407 No\r\nProxy-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"
            })
    void requestsThatFailAreNotRepeated(String answer) throws Exception {
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            server.answers(answer);
            assertThat(post(client, "w", server.url("/"))).isEqualTo(Integer.parseInt(answer.substring(9, 12)));
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void requestIsNotRepeatedIfTheConnectionClosesWithoutAResponse() throws Exception {
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            server.answers(RawHttpServer.CLOSE);
            assertThatThrownBy(() -> post(client, "w", server.url("/"))).isInstanceOf(IOException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aConnectionThatTheReceiverClosedMeanwhileIsReplaced() throws Exception {
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            server.answers("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" + RawHttpServer.CLOSE);
            assertThat(post(client, "w", server.url("/"))).isEqualTo(200);
            server.awaitClosed();
            assertThat(post(client, "w", server.url("/"))).isEqualTo(200);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"65536, 1", "65537, 2"})
    void aConnectionIsUsedAgainIfTheBodyHasAtMost64KiB(int length, int connections) throws Exception {
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            server.answers("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length));
            assertThat(post(client, "w", server.url("/"))).isEqualTo(200);
            assertThat(post(client, "w", server.url("/"))).isEqualTo(200);
            assertThat(server.connections()).isEqualTo(connections);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Content-Length: 1000000000\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Content-Encoding: gzip\r\n"
            })
    void endlessBodyIsCutOffAndTheStatusKept(String header) throws Exception {
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            String chunk = header.startsWith("Transfer") ? "400\r\n" + "x".repeat(1_024) + "\r\n" : "x".repeat(1_024);
            server.answers("HTTP/1.1 202 OK\r\n" + header + "\r\n" + chunk.repeat(80) + RawHttpServer.HANG);
            assertThat(post(client, "w", server.url("/"))).isEqualTo(202);
        }
    }

    @Test
    void stalledBodyIsAbandonedAtTheDeadlineAndTheStatusKept() throws Exception {
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            server.answers("HTTP/1.1 202 OK\r\nContent-Length: 9\r\n\r\nx" + RawHttpServer.HANG);
            assertThat(client.post("w", URI.create(server.url("/")), Map.of(), "ä", Duration.ofMillis(200)))
                    .isEqualTo(202);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 200 ", "HTTP/1.1 200 OK\r\nX: "})
    void endlessHeadersAreAnError(String begin) throws Exception {
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            server.answers(begin + "x".repeat(20_000) + RawHttpServer.HANG);
            assertThatThrownBy(() -> post(client, "w", server.url("/"))).isInstanceOf(IOException.class);
            server.answers("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(101) + RawHttpServer.HANG);
            assertThatThrownBy(() -> post(client, "w", server.url("/"))).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http.proxy", "https.proxy", "socksProxy"})
    void proxiesOfSystemPropertiesAreNotUsed(String proxy) throws Exception {
        System.setProperty(proxy + "Host", "192.0.2.1");
        System.setProperty(proxy + "Port", "9");
        System.setProperty("http.nonProxyHosts", "");
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            assertThat(post(client, "w", server.url("/"))).isEqualTo(200);
        } finally {
            System.clearProperty(proxy + "Host");
            System.clearProperty(proxy + "Port");
            System.clearProperty("http.nonProxyHosts");
        }
    }

    @Test
    void interruptedRequestFails() throws Exception {
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            server.answers(RawHttpServer.HANG);
            var attempt = new FutureTask<>(() -> {
                try {
                    return post(client, "w", server.url("/"));
                } catch (IOException e) {
                    return Thread.interrupted() ? -1 : 0;
                }
            });
            Thread caller = Thread.startVirtualThread(attempt);
            await().until(() -> server.requests().size() == 1);
            caller.interrupt();
            assertThat(attempt.get(5, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    private static int answered(String answer) throws Exception {
        try (var server = new RawHttpServer();
                var client = client(true, SSLContext.getDefault())) {
            server.answers(answer.translateEscapes() + RawHttpServer.CLOSE);
            return post(client, "w", server.url("/"));
        }
    }

    private static int send(String url, Duration timeout) throws Exception {
        try (var client = client(true, SSLContext.getDefault())) {
            return client.post("w", URI.create(url), Map.of(), "ä", timeout);
        }
    }

    private static int post(WebhookHttpClient client, String webhook, String url) throws IOException {
        return client.post(webhook, URI.create(url), Map.of(), "ä", LONG);
    }

    private static WebhookHttpClient client(boolean allowPrivate, SSLContext tls) {
        return client(allowPrivate, () -> tls);
    }

    private static WebhookHttpClient client(boolean allowPrivate, Callable<SSLContext> tls) {
        var resolver = new PublicAddressResolver(
                new WebhookProperties(allowPrivate), Executors.newVirtualThreadPerTaskExecutor(), LONG);
        return new WebhookHttpClient(resolver, tls);
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
