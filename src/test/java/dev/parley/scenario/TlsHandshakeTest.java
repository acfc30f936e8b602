package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.parley.tcp.TcpLimits;
import dev.parley.tcp.TlsSettings.ClientAuth;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who does not get through the handshake: nobody hears of them, and they take nothing with them. */
@ExtendWith(OutputCaptureExtension.class)
class TlsHandshakeTest {
    private static final TcpLimits FOR_TWO = new TcpLimits(2, 2, 0, 1, address -> false, 4_096);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    static Path folder;

    private static final Map<List<Object>, MinimalApplication> STARTED = new HashMap<>();

    private static SelfSignedCertificate certificate;

    private RunningChat chat;
    private int failuresBefore;
    private TcpClient witness;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = SelfSignedCertificate.make(folder);
        certificate.writeTo(folder);
    }

    @AfterEach
    void everyoneLeaves() throws IOException {
        witness.close();
        chat.awaitSessions(0);
    }

    @AfterAll
    static void stop() {
        STARTED.values().forEach(MinimalApplication::close);
    }

    @Test
    void plainTextIsAnsweredWithAnAlertAndNothingIsLogged(CapturedOutput output) throws Exception {
        start(ClientAuth.NONE, LONG);
        try (var client = connect()) {
            client.getOutputStream().write("hello\n".getBytes());
            assertThat(client.getInputStream().readNBytes(3))
                    .isEqualTo(HexFormat.of().parseHex("150303"));
        }
        assertFailedAndForgotten(1);
        LoggerFactory.getLogger(TlsHandshakeTest.class).info("what is logged is captured");
        assertThat(output).contains("what is logged is captured").doesNotContain("ERROR", "WARN", "Exception");
    }

    @Test
    void httpRequestToTheTlsPortIsAnsweredWithAndWithoutTls() throws Exception {
        start(ClientAuth.NONE, LONG);
        int httpBefore = chat.disconnects("http");
        assertAnswersHttp(connect());
        assertFailedAndForgotten(0);
        var secured = certificate.socket(null, "TLSv1.3");
        secured.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), chat.tlsPort()));
        assertAnswersHttp(secured);
        await().atMost(RunningChat.PATIENCE)
                .untilAsserted(() -> assertThat(chat.disconnects("http")).isEqualTo(httpBefore + 2));
        assertFailedAndForgotten(0);
    }

    @Test
    void tls11IsRefused() throws Exception {
        start(ClientAuth.NONE, LONG);
        try (var client = connect()) {
            String hello = "0302" + "00".repeat(32) + "00" + "0002c014" + "0100";
            client.getOutputStream().write(HexFormat.of().parseHex("160301002d" + "01000029" + hello));
            assertThat(client.getInputStream().readNBytes(7))
                    .as("alert 70, protocol_version")
                    .isEqualTo(HexFormat.of().parseHex("15030300020246"));
        }
        assertFailedAndForgotten(1);
    }

    @Test
    void handshakeOfAClientThatDoesNotTrustTheCertificateFails() throws Exception {
        start(ClientAuth.NONE, LONG);
        var other = SelfSignedCertificate.make(folder);
        assertFails(other.socket(null, "TLSv1.3"));
        assertFailedAndForgotten(1);
        assertFails(other.socket(null, "TLSv1.2"));
        assertFailedAndForgotten(2);
    }

    @Test
    void silentTlsConnectionIsResetAndFreesItsPermit() throws Exception {
        start(ClientAuth.NONE, SHORT);
        try (var silent = connect()) {
            chat(witness);
            assertThat(chat.sessions()).isEqualTo(1);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(silent.getInputStream()::read)
                    .withMessageContaining("reset");
        }
        assertFailedAndForgotten(1);
    }

    @Test
    void handshakeTimeoutCoversTheWholeHandshake() throws Exception {
        start(ClientAuth.NONE, SHORT);
        try (var dribbling = connect()) {
            dribbling.getOutputStream().write(HexFormat.of().parseHex("1603014000"));
            await().atMost(RunningChat.PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> isCutOff(dribbling));
        }
        assertFailedAndForgotten(1);
    }

    @Test
    void requiredClientCertificateMustBeTrustedByTheBundle() throws Exception {
        start(ClientAuth.NEED, LONG);
        assertFails(certificate.socket(null, "TLSv1.3"));
        assertFailedAndForgotten(1);
        assertFails(certificate.socket(SelfSignedCertificate.make(folder), "TLSv1.3"));
        assertFailedAndForgotten(2);
        try (var client = chat.connectTls(certificate.socket(certificate, "TLSv1.3"))) {
            chat(client);
        }
    }

    @Test
    void optionalClientCertificateMayBeAbsentButNotUntrusted() throws Exception {
        start(ClientAuth.WANT, LONG);
        assertFails(certificate.socket(SelfSignedCertificate.make(folder), "TLSv1.2"));
        assertFailedAndForgotten(1);
        try (var client = chat.connectTls(certificate.socket(null, "TLSv1.2"))) {
            chat(client);
        }
    }

    private static void assertAnswersHttp(Socket socket) throws IOException {
        try (socket) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes());
            assertThat(new String(socket.getInputStream().readAllBytes()))
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .contains("openssl s_client");
        }
    }

    /** In TLS 1.3 the client only learns it when it reads. */
    private void assertFails(SSLSocket socket) throws IOException {
        try (socket) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> new TcpClient(chat.tlsPort(), socket).line());
        }
    }

    /** Tests with the same settings share a start. */
    private void start(ClientAuth clientAuth, Duration handshake) throws IOException {
        chat = STARTED.computeIfAbsent(
                        List.of(clientAuth, handshake),
                        settings -> MinimalApplication.withTls(folder, FOR_TWO, clientAuth, handshake))
                .chat();
        failuresBefore = chat.disconnects("tls-handshake");
        witness = chat.connect();
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), chat.tlsPort());
        socket.setSoTimeout((int) RunningChat.PATIENCE.toMillis());
        return socket;
    }

    /** Only two may be there: the witness, and whoever comes after them. */
    private void assertFailedAndForgotten(int failures) throws IOException {
        await().atMost(RunningChat.PATIENCE)
                .untilAsserted(
                        () -> assertThat(chat.disconnects("tls-handshake")).isEqualTo(failuresBefore + failures));
        witness.hearsNothingElse();
        assertThat(chat.sessions()).isEqualTo(1);
        try (var next = chat.connect()) {
            chat(next);
        }
        chat.awaitListening(1);
    }

    private static boolean isCutOff(Socket dribbling) {
        try {
            dribbling.getOutputStream().write(1);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static void chat(TcpClient client) throws IOException {
        client.send("/ping there").hears("*** pong there");
    }
}
