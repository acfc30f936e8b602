package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.parley.session.Sessions;
import dev.parley.tcp.TcpLimits;
import dev.parley.tcp.TcpSettings;
import dev.parley.tcp.TlsSettings;
import dev.parley.tcp.TlsSettings.ClientAuth;
import dev.parley.tcp.accept.ListenerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections through a proxy, which comes from 127.0.0.7; everyone else is as anywhere. */
class ProxyProtocolTest {
    private static final InetAddress PROXY = InetAddress.ofLiteral("127.0.0.7");
    private static final InetAddress SOMEONE = InetAddress.ofLiteral("127.0.0.8");
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final ListenerSettings PLAIN =
            new ListenerSettings("plain", "parley.tcp", HERE, 0, false, PROXY::equals, false);
    private static final int PER_ADDRESS = 2;

    @TempDir
    static Path folder;

    private static SelfSignedCertificate certificate;
    private static MinimalApplication small;

    private final RunningChat chat = small.chat();

    @BeforeAll
    static void start() throws Exception {
        certificate = SelfSignedCertificate.make(folder);
        certificate.writeTo(folder);
        var tls = new ListenerSettings("tls", "parley.tcp.tls", HERE, 0, false, PROXY::equals, false);
        var listeners = new TcpSettings(PLAIN, TlsSettings.of(tls, "chat", ClientAuth.NONE));
        small = new MinimalApplication(listeners, limits(100), SelfSignedCertificate.bundle(folder));
    }

    private static TcpLimits limits(int connections) {
        return new TcpLimits(connections, PER_ADDRESS, 0, 1, address -> false, 4_096);
    }

    @AfterAll
    static void stop() {
        small.close();
    }

    @Test
    void clientHasTheAddressFromTheProxyHeader() throws IOException {
        try (var client = through(PROXY)) {
            client.write("PROXY TCP4 198.51.100.1 192.0.2.1 1 2\r\n/ping here\n")
                    .hears("*** pong here");
            assertThat(addresses()).contains("198.51.100.1");
        }
    }

    @Test
    void proxyHeaderIsReadByteByByte() throws IOException {
        String signature = "0d0a0d0a000d0a515549540a";
        byte[] header = HexFormat.of().parseHex(signature + "2111000c" + "c6336402" + "c0000201" + "00010002");
        try (var client = through(PROXY)) {
            for (byte one : header) {
                client.write(new byte[] {one});
            }
            client.send("/ping here").hears("*** pong here");
            assertThat(addresses()).contains("198.51.100.2");
        }
    }

    @Test
    void proxyWithAnUnknownHeaderHasItsOwnAddress() throws IOException {
        try (var client = through(PROXY)) {
            client.write("PROXY UNKNOWN\r\n/ping here\n").hears("*** pong here");
            assertThat(addresses()).contains("127.0.0.7");
        }
    }

    @Test
    void headerOfAnUntrustedAddressIsRefusedAsAnotherProtocol() throws IOException {
        try (var client = through(SOMEONE)) {
            client.send("PROXY TCP4 198.51.100.3 192.0.2.1 1 2")
                    .hearsLike("ERROR :.*not the PROXY protocol.*")
                    .hearsTheEnd();
            assertThat(addresses()).doesNotContain("198.51.100.3");
        }
    }

    @Test
    void connectionWithoutAProxyHeaderIsRefused() throws IOException {
        double before = rejected("not-allowed");
        try (var client = through(PROXY)) {
            client.send("hello").hearsLike("\\*\\*\\* error not-allowed: .*").hearsTheEnd();
        }
        try (var client = through(PROXY)) {
            client.send("PROXY TCP4 nonsense").hearsTheEnd();
        }
        assertThat(rejected("not-allowed")).isEqualTo(before + 2);
    }

    @Test
    void proxyRejectionsAreJsonWhereConnectionsStartWithJson() throws IOException {
        var json = new ListenerSettings("plain", "parley.tcp", HERE, 0, false, PROXY::equals, true);
        try (var small = new MinimalApplication(
                new TcpSettings(json, null), new TcpLimits(2, 0, 0, 1, address -> false, 4_096))) {
            try (var client = through(PROXY, small.chat().port())) {
                client.send("hello")
                        .hearsLike("\\{\"type\":\"error\",\"code\":\"not-allowed\",.*}")
                        .hearsTheEnd();
            }
            try (var client = through(PROXY, small.chat().port())) {
                client.send("PROXY TCP4 198.51.100.1 192.0.2.1 1 2\r")
                        .hearsLike("\\{\"type\":\"error\",\"code\":\"too-many-connections\",.*}")
                        .hearsTheEnd();
            }
            try (var client = through(PROXY, small.chat().port())) {
                client.send("/ping up").hears("*** pong up").hearsTheEnd();
            }
        }
    }

    @Test
    void healthCheckOfTheProxyIsAnswered() throws IOException {
        double before = rejected("not-allowed");
        try (var client = through(PROXY)) {
            client.send("/ping up").hears("*** pong up").hearsTheEnd();
        }
        try (var client = through(PROXY)) {
            client.halfClose();
            client.hearsTheEnd();
        }
        assertThat(rejected("not-allowed")).isEqualTo(before);
        assertThat(addresses()).doesNotContain("127.0.0.7");
    }

    /** Only one has a place: when it is free again, all that comes of the check has come. */
    @Test
    void healthCheckThatResetsItsConnectionIsNotCountedAsRejected() throws IOException {
        try (var alone = new MinimalApplication(new TcpSettings(PLAIN, null), limits(1))) {
            through(PROXY, alone.chat().port()).reset();
            await().atMost(RunningChat.PATIENCE)
                    .until(() -> isServed(alone.chat().port()));
            assertThat(rejected("not-allowed", alone)).isZero();
        }
    }

    private static boolean isServed(int port) throws IOException {
        try (var client = through(PROXY, port)) {
            return "*** pong".equals(client.write("PROXY UNKNOWN\r\n/ping\n").line());
        }
    }

    @Test
    void incompleteProxyHeaderIsRejectedAfterATimeout() throws IOException {
        double before = rejected("not-allowed");
        try (var client = through(PROXY)) {
            client.write("PROXY TCP4 198.51.100.6");
            assertThatIOException().isThrownBy(client::line).withMessageContaining("reset");
        }
        await().untilAsserted(() -> assertThat(rejected("not-allowed")).isEqualTo(before + 1));
    }

    @Test
    void proxyHeaderIsReadBeforeTheTlsHandshake() throws Exception {
        var wire = new ObservedSocket();
        wire.bind(new InetSocketAddress(PROXY, 0));
        wire.connect(new InetSocketAddress(HERE, chat.tlsPort()));
        wire.prefix("PROXY TCP4 198.51.100.7 192.0.2.1 1 2\r\n".getBytes(StandardCharsets.US_ASCII));
        var sockets = certificate.trusting(null).getSocketFactory();
        try (var client = sockets.createSocket(wire, "parley", chat.tlsPort(), true)) {
            client.getOutputStream().write("/ping secret\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.getInputStream().readNBytes(16)).asString().isEqualTo("*** pong secret\n");
            assertThat(small.get(Sessions.class).after(null))
                    .filteredOn(session -> session.state().tls() != null)
                    .extracting(session -> session.state().address())
                    .containsExactly(InetAddress.ofLiteral("198.51.100.7"));
        }
    }

    @Test
    void addressLimitCountsTheAddressFromTheProxyHeader() throws IOException {
        List<TcpClient> clients = new ArrayList<>();
        for (int i = 0; i < PER_ADDRESS; i++) {
            clients.add(through(PROXY)
                    .write("PROXY TCP4 198.51.100.4 192.0.2.1 1 2\r\n/ping\n")
                    .hears("*** pong"));
        }
        try (var tooMany = through(PROXY);
                var other = through(PROXY)) {
            tooMany.write("PROXY TCP4 198.51.100.4 192.0.2.1 1 2\r\n/ping\n")
                    .hearsLike("\\*\\*\\* error too-many-connections: .*")
                    .hearsTheEnd();
            other.write("PROXY TCP4 198.51.100.5 192.0.2.1 1 2\r\n/ping\n").hears("*** pong");
        }
        for (TcpClient client : clients) {
            client.close();
        }
    }

    private static List<String> addresses() {
        return small.get(Sessions.class)
                .after(null)
                .map(session -> session.state().address().getHostAddress())
                .toList();
    }

    private static double rejected(String reason) {
        return rejected(reason, small);
    }

    private static double rejected(String reason, MinimalApplication small) {
        return small.get(MeterRegistry.class)
                .get("parley.connections.rejected")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private TcpClient through(InetAddress source) throws IOException {
        return through(source, chat.port());
    }

    private static TcpClient through(InetAddress source, int port) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(source, 0));
        return new TcpClient(port, socket);
    }
}
