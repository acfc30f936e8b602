package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.session.Sessions;
import dev.parley.tcp.ListenerSettings;
import dev.parley.tcp.Listeners;
import dev.parley.tcp.TcpLimits;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections through a proxy, which comes from 127.0.0.7; everyone else is as anywhere. */
class ProxyTest {
    private static final InetAddress PROXY = InetAddress.ofLiteral("127.0.0.7");
    private static final InetAddress SOMEONE = InetAddress.ofLiteral("127.0.0.8");
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final int PER_ADDRESS = 2;

    private static SmallChat small;

    private final TestChat chat = small.chat();

    @BeforeAll
    static void start() {
        var plain = new ListenerSettings("plain", "parley.tcp", HERE, 0, PROXY::equals);
        var limits = new TcpLimits(100, PER_ADDRESS, 0, 1, address -> false, 4_096);
        small = new SmallChat(new Listeners(plain, null), limits);
    }

    @AfterAll
    static void stop() {
        small.close();
    }

    @Test
    void aClientHasTheAddressThatItsProxyTells() throws IOException {
        try (var client = through(PROXY)) {
            client.write("PROXY TCP4 198.51.100.1 192.0.2.1 1 2\r\n/ping here\n")
                    .hears("*** pong here");
            assertThat(addresses()).contains("198.51.100.1");
        }
    }

    @Test
    void aHeaderMayComeByteByByte() throws IOException {
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
    void aProxyThatSpeaksForItselfIsAClient() throws IOException {
        try (var client = through(PROXY)) {
            client.write("PROXY UNKNOWN\r\n/ping here\n").hears("*** pong here");
            assertThat(addresses()).contains("127.0.0.7");
        }
    }

    @Test
    void theHeaderOfAnyoneElseIsALineLikeAnother() throws IOException {
        try (var client = through(SOMEONE)) {
            client.send("PROXY TCP4 198.51.100.3 192.0.2.1 1 2")
                    .hearsLike("\\*\\*\\* You are .*")
                    .hearsLike("<guest-\\w+> PROXY TCP4 198\\.51\\.100\\.3 .*");
            assertThat(addresses()).contains("127.0.0.8").doesNotContain("198.51.100.3");
        }
    }

    @Test
    void whoseProxySendsNoHeaderIsToldSo() throws IOException {
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
    void theProxysOwnCheckIsAnswered() throws IOException {
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

    @Test
    void limitsAreForTheRealAddress() throws IOException {
        List<Client> clients = new ArrayList<>();
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
        for (Client client : clients) {
            client.close();
        }
    }

    private static List<String> addresses() {
        return small.get(Sessions.class).after(null, 100).stream()
                .map(session -> session.state().address().getHostAddress())
                .toList();
    }

    private static double rejected(String reason) {
        return small.get(MeterRegistry.class)
                .get("parley.connections.rejected")
                .tag("reason", reason)
                .counter()
                .count();
    }

    private Client through(InetAddress source) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(source, 0));
        return new Client(chat.port(), socket);
    }
}
