package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.scenario.SelfSignedCertificate;
import dev.parley.tcp.TlsSettings.ClientAuth;
import dev.parley.tcp.accept.ListenerSettings;
import java.net.InetAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Which bundles a TLS listener can have, and what it makes of their changes. */
@ExtendWith(OutputCaptureExtension.class)
class TlsContextTest {
    @TempDir
    static Path folder;

    private static SelfSignedCertificate certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = SelfSignedCertificate.make(folder);
        certificate.writeTo(folder);
    }

    @Test
    void expiryIsThatOfTheCertificate() throws Exception {
        assertThat(context(bundle("tls.key", null), ClientAuth.NONE).expires())
                .isEqualTo(certificate.x509().getNotAfter().toInstant());
    }

    @Test
    void unknownSslBundleIsRefused() {
        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> new TlsContext(settings(ClientAuth.NONE), new DefaultSslBundleRegistry()))
                .withMessageContaining("parley.tcp.tls.bundle")
                .withMessageContaining("There is no SSL bundle of this name");
    }

    @Test
    void unusableSslBundleIsRefusedWithTheReason() {
        var old = SslOptions.of(null, new String[] {"TLSv1.1"});
        var unknown = SslOptions.of(new String[] {"NOPE"}, null);
        assertRefused(bundle("none.key", null), ClientAuth.NONE, "none.key");
        var missing =
                PemSslStoreDetails.forCertificate(folder.resolve("none.crt").toString());
        assertRefused(SslBundle.of(new PemSslStoreBundle(missing, null)), ClientAuth.NONE, "Cannot read the file ");
        assertRefused(bundle(null, null), ClientAuth.NONE, "no certificate with a key");
        assertRefused(SslBundle.of(null), ClientAuth.NONE, "no keystore");
        assertRefused(bundle("tls.key", null), ClientAuth.WANT, "truststore");
        assertRefused(bundle("tls.key", old), ClientAuth.NONE, "one of [TLSv1.3, TLSv1.2]");
        assertRefused(bundle("tls.key", unknown), ClientAuth.NONE, "NOPE");
    }

    @Test
    void unusableBundleUpdateKeepsThePreviousCertificate(CapturedOutput output) throws Exception {
        var bundles = new DefaultSslBundleRegistry("chat", bundle("tls.key", null));
        var context = new TlsContext(settings(ClientAuth.NONE), bundles);

        bundles.updateBundle("chat", bundle("none.key", null));

        assertThat(context.expires()).isEqualTo(certificate.x509().getNotAfter().toInstant());
        assertThat(output).contains("Could not reload the TLS certificate", "none.key");
    }

    private static void assertRefused(SslBundle bundle, ClientAuth clientAuth, String reason) {
        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> context(bundle, clientAuth))
                .withMessageContaining("parley.tcp.tls.bundle")
                .withMessageContaining(reason);
    }

    private static TlsContext context(SslBundle bundle, ClientAuth clientAuth) {
        return new TlsContext(settings(clientAuth), new DefaultSslBundleRegistry("chat", bundle));
    }

    private static TlsSettings settings(ClientAuth clientAuth) {
        var listener = new ListenerSettings(
                "tls", "parley.tcp.tls", InetAddress.getLoopbackAddress(), 0, false, address -> false, false);
        return TlsSettings.of(listener, "chat", clientAuth);
    }

    private static SslBundle bundle(@Nullable String key, @Nullable SslOptions options) {
        var details = PemSslStoreDetails.forCertificate(file("tls.crt")).withPrivateKey(key == null ? null : file(key));
        return SslBundle.of(new PemSslStoreBundle(details, null), SslBundleKey.NONE, options);
    }

    private static String file(String name) {
        return folder.resolve(name).toUri().toString();
    }
}
