package dev.parley.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A self-signed certificate and its key, made by the JDK's keytool. */
public final class SelfSignedCertificate {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ALIAS = "test";

    private final KeyStore store;

    private SelfSignedCertificate(KeyStore store) {
        this.store = store;
    }

    /** @param more options of keytool */
    public static SelfSignedCertificate make(Path folder, String... more) throws Exception {
        Path file = Files.createTempDirectory(folder, "keytool").resolve("store.p12");
        var process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        process.command().addAll(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=parley"));
        process.command().addAll(List.of(more));
        process.command().addAll(List.of("-alias", ALIAS, "-validity", "30"));
        process.command().addAll(List.of("-keystore", file.toString(), "-storepass", new String(PASSWORD)));
        assertThat(process.redirectErrorStream(true)
                        .redirectOutput(Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return new SelfSignedCertificate(store);
        }
    }

    public X509Certificate x509() throws GeneralSecurityException {
        return (X509Certificate) store.getCertificate(ALIAS);
    }

    /** Writes {@code tls.crt} and {@code tls.key}, as a Secret of Kubernetes has them. */
    public void writeTo(Path folder) throws Exception {
        Files.createDirectories(folder);
        byte[] key = store.getKey(ALIAS, PASSWORD).getEncoded();
        Files.writeString(folder.resolve("tls.crt"), pem("CERTIFICATE", x509().getEncoded()));
        Files.writeString(folder.resolve("tls.key"), pem("PRIVATE KEY", key));
    }

    /** The properties of a bundle named chat, of the files in this folder; it trusts itself. */
    public static String[] bundle(Path folder) {
        return new String[] {
            "spring.ssl.bundle.pem.chat.truststore.certificate="
                    + folder.resolve("tls.crt").toUri(),
            "spring.ssl.bundle.pem.chat.keystore.certificate="
                    + folder.resolve("tls.crt").toUri(),
            "spring.ssl.bundle.pem.chat.keystore.private-key="
                    + folder.resolve("tls.key").toUri()
        };
    }

    /** A client's socket that trusts only this certificate, and has one of its own or none. */
    SSLSocket socket(@Nullable SelfSignedCertificate own, String... versions) throws Exception {
        var socket = (SSLSocket) trusting(own).getSocketFactory().createSocket();
        socket.setEnabledProtocols(versions);
        return socket;
    }

    public SSLContext trusting(@Nullable SelfSignedCertificate own) throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own == null ? null : own.store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static String pem(String type, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, text);
    }
}
