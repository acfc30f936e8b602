package dev.parley.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.scenario.SelfSignedCertificate;
import dev.parley.terminal.SocketConnector.TrustAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketConnectorTest {
    @TempDir
    static Path certificates;

    @TempDir
    Path folder;

    private static SelfSignedCertificate first;
    private static SelfSignedCertificate second;

    private final List<String> questions = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private TrustAnswer answer = TrustAnswer.YES;

    @BeforeAll
    static void makeCertificates() throws Exception {
        first = SelfSignedCertificate.make(certificates, "-ext", "san=dns:localhost");
        second = SelfSignedCertificate.make(certificates, "-ext", "san=dns:localhost");
        first.writeTo(certificates);
    }

    @Test
    void unknownCertificateIsAcceptedOnceByTheUserAndRemembered() throws Exception {
        try (var server = serve(first, 0)) {
            connect(server.getLocalPort());
            connect(server.getLocalPort());
            assertThat(questions).containsExactly(Fingerprint.of(first.x509()));
            assertThat(known().fingerprint(new ServerAddress("localhost", server.getLocalPort())))
                    .contains(Fingerprint.of(first.x509()));
        }
    }

    @Test
    void changedCertificateIsRefusedWithoutAQuestion() throws Exception {
        int port;
        try (var server = serve(first, 0)) {
            port = server.getLocalPort();
            connect(port);
        }
        try (var server = serve(second, port)) {
            assertThatThrownBy(() -> connect(port))
                    .isInstanceOf(UntrustedServerException.class)
                    .hasMessageContainingAll(
                            Fingerprint.inTwoLines("accepted before: ", Fingerprint.of(first.x509()))
                                    .substring(0, 60),
                            Fingerprint.of(second.x509()).substring(0, 40));
        }
        assertThat(questions).hasSize(1);
    }

    @Test
    void certificateThatTheUserRefusesIsNotRemembered() throws Exception {
        answer = TrustAnswer.NO;
        try (var server = serve(first, 0)) {
            assertThatThrownBy(() -> connect(server.getLocalPort()))
                    .isInstanceOf(UntrustedServerException.class)
                    .hasMessageNotContaining(Fingerprint.of(first.x509()));
            assertThat(known().fingerprint(new ServerAddress("localhost", server.getLocalPort())))
                    .isEmpty();
        }
    }

    @Test
    void certificateOfTheGivenAuthorityIsAcceptedForItsHostOnly() throws Exception {
        answer = TrustAnswer.NOT_ASKED;
        String ca = certificates.resolve("tls.crt").toString();
        try (var server = serve(first, 0)) {
            connect("--ca", ca, "localhost:" + server.getLocalPort());
            assertThat(questions).isEmpty();
            assertThatThrownBy(() -> connect("--ca", ca, "127.0.0.1:" + server.getLocalPort()))
                    .isInstanceOf(UntrustedServerException.class);
            assertThatThrownBy(() -> connect(server.getLocalPort()))
                    .isInstanceOf(UntrustedServerException.class)
                    .hasMessageContainingAll(Fingerprint.of(first.x509()), "--ca");
        }
        assertThat(problems)
                .containsExactly("is for another host name", "is not signed by an authority that you trust");
    }

    @Test
    void expiredCertificateIsNamedAsSuch() throws Exception {
        var expired = SelfSignedCertificate.make(folder, "-ext", "san=dns:localhost", "-startdate", "-40d");
        try (var server = serve(expired, 0)) {
            connect(server.getLocalPort());
        }
        assertThat(problems).containsExactly("has expired");
    }

    @Test
    void fileWithoutCertificatesIsAUsageError() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertThatThrownBy(() -> connect("--ca", empty.toString(), "localhost:1"))
                .isInstanceOf(UsageException.class);
    }

    private KnownCertificates known() {
        return new KnownCertificates(folder.resolve("state/known-certificates"));
    }

    private void connect(int port) throws IOException {
        connect("localhost:" + port);
    }

    private void connect(String... arguments) throws IOException {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--tls");
        Options options = Options.parse(all, folder.resolve("none"));
        new SocketConnector(options, known(), (server, certificate, problem, fingerprint) -> {
                    questions.add(fingerprint);
                    problems.add(problem);
                    return answer;
                })
                .connect()
                .close();
    }

    /** Starts a server that only shakes hands. */
    static SSLServerSocket serve(SelfSignedCertificate certificate, int port) throws Exception {
        SSLServerSocket server = listen(certificate, port);
        shakeHands(server);
        return server;
    }

    /** Opens a port where clients wait for the handshake. */
    static SSLServerSocket listen(SelfSignedCertificate certificate, int port) throws Exception {
        return (SSLServerSocket) certificate
                .trusting(certificate)
                .getServerSocketFactory()
                .createServerSocket(port, 5, InetAddress.getLoopbackAddress());
    }

    static void shakeHands(SSLServerSocket server) {
        Thread.ofVirtual().start(() -> {
            while (!server.isClosed()) {
                try (var client = server.accept()) {
                    client.getInputStream().read();
                } catch (IOException e) {
                    // The client does not trust this server, or the test has closed the socket.
                }
            }
        });
    }
}
