package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.session.Sessions;
import dev.parley.session.TlsInfo;
import dev.parley.tcp.TlsSettings.ClientAuth;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chat over TLS is the same chat. */
class TlsTest {
    private static final String WELCOME = "\\*\\*\\* You are .*";
    private static final int ALERT = 21;
    private static final int FAR_TOO_MANY = 1_000;
    private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    static Path folder;

    private static SelfSignedCertificate certificate;
    private static MinimalApplication small;
    private static RunningChat chat;

    @BeforeAll
    static void start() throws Exception {
        certificate = SelfSignedCertificate.make(folder);
        certificate.writeTo(folder);
        small = MinimalApplication.withTls(folder, MinimalApplication.LIMITS, ClientAuth.NONE, Duration.ofSeconds(10));
        chat = small.chat();
    }

    @AfterEach
    void everyoneLeaves() {
        chat.awaitListening(0);
    }

    @AfterAll
    static void stop() {
        small.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void tlsClientsOfBothVersionsChatWithAPlainClient(String version) throws Exception {
        try (var plain = chat.connect();
                var secured = connect(version)) {
            plain.send("hello").hearsLike(WELCOME).hearsLike("<.*> hello");
            secured.hearsLike("<.*> hello");
            secured.send("/nick anna").hearsLike(WELCOME).hears("*** You are anna");
            plain.hears("*** anna joined #lobby");
            secured.send("x".repeat(4_000)).hears("<anna> " + "x".repeat(4_000));
            plain.hears("<anna> " + "x".repeat(4_000));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void sessionShowsItsTlsVersionAndCipher(String version) throws Exception {
        try (var plain = chat.connect();
                var secured = connect(version)) {
            var sessions = small.get(Sessions.class).after(null).toList();
            assertThat(sessions.getFirst().state().tls()).isNull();
            var state = sessions.getLast().state();
            assertThat(state.listener()).isEqualTo("tls");
            assertThat(state.tls()).extracting(TlsInfo::version).isEqualTo(version);
            assertThat(state.tls().cipher()).startsWith("TLS_");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void tlsClientReceivesTheByeBeforeTheEndOfStream(String version) throws Exception {
        try (var client = connect(version)) {
            client.send("/quit").hearsLike("\\*\\*\\* bye quit: .*").hearsTheEnd();
        }
    }

    @Test
    void tlsConnectionIsClosedWithACloseNotifyAlert() throws Exception {
        var wire = new ObservedSocket();
        try (var secured = over(wire)) {
            secured.setEnabledProtocols(new String[] {"TLSv1.2"}); // 1.3 hides what a record is
            secured.getOutputStream().write(bytes("/quit\n"));
            BufferedReader heard = reader(secured);
            assertThat(heard.readLine()).startsWith("*** bye quit");
            assertThat(heard.readLine()).isNull();
            assertThat(wire.lastRecordType()).isEqualTo(ALERT);
        }
    }

    @Test
    void repliesAreSentAfterTheClientClosesItsOutput() throws Exception {
        try (var client = connect("TLSv1.3")) {
            client.send("/ping a").send("/ping b").halfClose();
            client.hears("*** pong a").hears("*** pong b").hearsTheEnd();
        }
    }

    /** A client that is killed ends its connection this way. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void endOfInputWithoutCloseNotifyIsNoReset(String version) throws Exception {
        int closedBefore = chat.disconnects("client-closed");
        try (var wire = new ObservedSocket()) {
            SSLSocket secured = over(wire);
            secured.setEnabledProtocols(new String[] {version});
            secured.getOutputStream().write(bytes("/ping a\n"));
            BufferedReader heard = reader(secured);
            assertThat(heard.readLine()).isEqualTo("*** pong a");
            wire.shutdownOutput();
            assertThat(heard.readLine()).isNull();
        }
        await().atMost(RunningChat.PATIENCE)
                .untilAsserted(
                        () -> assertThat(chat.disconnects("client-closed")).isEqualTo(closedBefore + 1));
    }

    /** The chat waits for 50 ms of silence while it has only a part of a record. */
    @ParameterizedTest
    @ValueSource(ints = {3, 10})
    void pauseWithinATlsRecordLosesNothing(int bytesOfRecord) throws Exception {
        var wire = new ObservedSocket();
        try (var secured = over(wire)) {
            secured.startHandshake();
            wire.hold();
            secured.getOutputStream().write(bytes("one"));
            int cut = wire.held() + bytesOfRecord;
            secured.getOutputStream().write(bytes("two"));
            BufferedReader heard = reader(secured);
            wire.send(0, cut);
            assertThat(heard.readLine()).startsWith("*** You are");
            assertThat(heard.readLine()).endsWith("> one");
            wire.send(cut, wire.held());
            assertThat(heard.readLine()).endsWith("> two");
        }
    }

    @Test
    void renegotiationIsRefused() throws Exception {
        var wire = new ObservedSocket();
        try (var secured = over(wire)) {
            secured.setEnabledProtocols(new String[] {"TLSv1.2"}); // 1.3 knows none
            secured.getOutputStream().write(bytes("/ping a\n"));
            BufferedReader heard = reader(secured);
            assertThat(heard.readLine()).isEqualTo("*** pong a");
            secured.startHandshake();
            assertThatExceptionOfType(SSLException.class).isThrownBy(heard::readLine);
        }
    }

    @Test
    void slowTlsConsumerIsDisconnectedAndOthersMissNothing() throws Exception {
        String line = "x".repeat(2_000);
        SSLSocket mute = certificate.socket(null, "TLSv1.3");
        mute.setReceiveBufferSize(4_096);
        try (var slow = chat.connectTls(mute);
                var plain = chat.connect();
                var secured = connect("TLSv1.3")) {
            secured.send("/nick anna").hearsLike(WELCOME).hears("*** You are anna");
            for (int said = 0; said < FAR_TOO_MANY; said++) {
                secured.send(said + line).hears("<anna> " + said + line);
                plain.hears("<anna> " + said + line);
            }
            small.advance(FLUSH_TIMEOUT);
            chat.awaitListening(2);
            chat.awaitDisconnects("slow-consumer", 1);
        }
    }

    private static TcpClient connect(String version) throws Exception {
        return chat.connectTls(certificate.socket(null, version));
    }

    private static SSLSocket over(ObservedSocket wire) throws Exception {
        wire.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), chat.tlsPort()));
        wire.setSoTimeout((int) RunningChat.PATIENCE.toMillis());
        var sockets = certificate.trusting(null).getSocketFactory();
        return (SSLSocket) sockets.createSocket(wire, "parley", chat.tlsPort(), true);
    }

    private static BufferedReader reader(SSLSocket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
