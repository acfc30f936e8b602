package dev.parley.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Certificates of authorities that are trusted: those of a file, or those of the system. */
final class Authorities {
    /** Bundles of Debian, Fedora, and macOS and Alpine. */
    private static final List<Path> SYSTEM = Stream.of(
                    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
            .map(Path::of)
            .toList();

    private Authorities() {}

    /** @param file certificates in PEM; null for those of the system, or of Java if the system has none */
    static X509ExtendedTrustManager trustManager(@Nullable Path file) throws IOException, GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(file == null ? system() : bundle(file));
        return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
    }

    private static @Nullable KeyStore system() throws IOException, GeneralSecurityException {
        if (System.getProperty("os.name").startsWith("Windows")) {
            KeyStore store = KeyStore.getInstance("Windows-ROOT");
            store.load(null, null);
            return store;
        }
        Path bundle = SYSTEM.stream().filter(Files::isReadable).findFirst().orElse(null);
        return bundle == null ? null : bundle(bundle);
    }

    private static KeyStore bundle(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(file)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry(String.valueOf(store.size()), certificate);
            }
        } catch (CertificateException e) {
            throw new UsageException(file + " has no certificates in PEM: " + e.getMessage());
        }
        if (store.size() == 0) {
            throw new UsageException(file + " has no certificates in PEM");
        }
        return store;
    }
}
