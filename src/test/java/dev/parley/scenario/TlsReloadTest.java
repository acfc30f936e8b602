package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.tcp.TlsContext;
import dev.parley.tcp.TlsSettings.ClientAuth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is renewed while people chat, in files as Kubernetes changes them: by a link that is replaced. */
class TlsReloadTest {
    @TempDir
    Path folder;

    private int shown;

    @Test
    void newConnectionsGetTheNewCertificateAndExistingOnesStayOpen() throws Exception {
        var certificate = SelfSignedCertificate.make(folder);
        show(certificate);
        try (var small = start();
                var stays = small.chat().connectTls(certificate.socket(null, "TLSv1.3"))) {
            for (int swap = 0; swap < 3; swap++) {
                var next = SelfSignedCertificate.make(folder);
                show(next);
                try (var comes = firstWhoTrusts(next, small.chat())) {
                    comes.send("/ping new").hears("*** pong new");
                    assertThat(small.get(TlsContext.class).expires())
                            .isEqualTo(next.x509().getNotAfter().toInstant());
                }
                stays.send("/ping old").hears("*** pong old");
            }
        }
    }

    private MinimalApplication start() {
        return MinimalApplication.withTls(
                folder,
                MinimalApplication.LIMITS,
                ClientAuth.NONE,
                Duration.ofSeconds(10),
                "spring.ssl.bundle.pem.chat.reload-on-update=true",
                "spring.ssl.bundle.watch.file.quiet-period=50ms");
    }

    private static TcpClient firstWhoTrusts(SelfSignedCertificate certificate, RunningChat chat) {
        return await().atMost(RunningChat.PATIENCE)
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> chat.connectTls(certificate.socket(null, "TLSv1.3")), client -> true);
    }

    private void show(SelfSignedCertificate certificate) throws Exception {
        Path version = Path.of("..version" + shown++);
        certificate.writeTo(folder.resolve(version));
        Path link = Files.createSymbolicLink(folder.resolve("..link"), version);
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        for (String file : new String[] {"tls.crt", "tls.key"}) {
            if (!Files.exists(folder.resolve(file))) {
                Files.createSymbolicLink(folder.resolve(file), Path.of("..data", file));
            }
        }
    }
}
