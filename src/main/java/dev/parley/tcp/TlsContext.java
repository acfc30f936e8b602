package dev.parley.tcp;

import dev.parley.tcp.TlsSettings.ClientAuth;
import dev.parley.tcp.accept.AcceptedSocket;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.core.NestedExceptionUtils;

/**
 * Certificate and parameters of the TLS listener, from the SSL bundle. Both are reloaded when the files of the bundle
 * change; existing connections keep the old ones. Files that cannot be used change nothing.
 */
public final class TlsContext {
    private static final Logger log = LoggerFactory.getLogger(TlsContext.class);
    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private record Loaded(SSLSocketFactory sockets, SSLParameters parameters, Instant expires) {}

    private final ClientAuth clientAuth;
    private final Duration time;
    private volatile Loaded loaded;

    TlsContext(TlsSettings settings, SslBundles bundles) {
        clientAuth = settings.clientAuth();
        time = settings.handshake();
        try {
            loaded = load(bundles.getBundle(settings.bundle()));
            bundles.addBundleUpdateHandler(settings.bundle(), this::reload);
        } catch (NoSuchSslBundleException e) {
            throw wrong(settings, "There is no SSL bundle of this name under spring.ssl.bundle");
        } catch (KeyStoreException | RuntimeException e) {
            throw wrong(settings, message(e));
        }
    }

    /** Returns the earliest expiry of the certificates that are sent to clients. */
    public Instant expires() {
        return loaded.expires();
    }

    /**
     * Waits for the client's part of the handshake, and resets a connection that takes too long.
     *
     * @return null if the client began with the letter of GET or HEAD instead, as a browser does with an http URL
     */
    @Nullable
    SSLSocket handshake(AcceptedSocket socket, Runnable cutOff) throws IOException {
        Loaded now = loaded;
        try (var deadline = new AbortTimer(time, cutOff)) {
            int first = socket.peek();
            if (first < 0) {
                throw new EOFException("The client disconnected");
            }
            if (first == 'G' || first == 'H') {
                return null;
            }
            // Not with the byte as its consumed input: Java would then close the socket at the end of the input.
            var secured = (SSLSocket) now.sockets().createSocket(socket, null, true);
            secured.setSSLParameters(now.parameters());
            secured.startHandshake();
            return secured;
        }
    }

    private void reload(SslBundle bundle) {
        try {
            loaded = load(bundle);
            log.info("Reloaded the TLS certificate, which is valid until {}", expires());
        } catch (KeyStoreException | RuntimeException e) {
            log.error("Could not reload the TLS certificate, keeping the previous one: {}", message(e));
        }
    }

    private Loaded load(SslBundle bundle) throws KeyStoreException {
        if (clientAuth != ClientAuth.NONE && bundle.getStores().getTrustStore() == null) {
            throw new IllegalArgumentException("The bundle needs a truststore for client-auth");
        }
        Instant expires = firstExpiry(bundle);
        var context = bundle.createSslContext();
        var parameters = parameters(bundle);
        context.createSSLEngine().setSSLParameters(parameters); // wrong parameters fail now, and not for each client
        return new Loaded(context.getSocketFactory(), parameters, expires);
    }

    private SSLParameters parameters(SslBundle bundle) {
        String[] enabled = bundle.getOptions().getEnabledProtocols();
        List<String> versions = enabled == null
                ? VERSIONS
                : VERSIONS.stream().filter(List.of(enabled)::contains).toList();
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("The bundle must enable one of " + VERSIONS);
        }
        var parameters = new SSLParameters(bundle.getOptions().getCiphers(), versions.toArray(String[]::new));
        parameters.setWantClientAuth(clientAuth == ClientAuth.WANT);
        if (clientAuth == ClientAuth.NEED) {
            parameters.setNeedClientAuth(true);
        }
        return parameters;
    }

    private static Instant firstExpiry(SslBundle bundle) throws KeyStoreException {
        KeyStore keys = bundle.getStores().getKeyStore();
        if (keys == null) {
            throw new IllegalArgumentException("The bundle has no keystore");
        }
        String alias = bundle.getKey().getAlias();
        List<Certificate> shown = new ArrayList<>();
        for (String entry : Collections.list(keys.aliases())) {
            if (keys.isKeyEntry(entry) && (alias == null || alias.equalsIgnoreCase(entry))) {
                Collections.addAll(shown, keys.getCertificateChain(entry));
            }
        }
        return shown.stream()
                .map(certificate ->
                        ((X509Certificate) certificate).getNotAfter().toInstant())
                .min(Comparator.naturalOrder())
                .orElseThrow(() -> new IllegalArgumentException("The bundle has no certificate with a key"));
    }

    private static InvalidConfigurationPropertyValueException wrong(TlsSettings settings, String why) {
        return new InvalidConfigurationPropertyValueException(
                settings.listener().properties() + ".bundle", settings.bundle(), why);
    }

    private static String message(Exception e) {
        Throwable cause = NestedExceptionUtils.getMostSpecificCause(e);
        boolean isOfFile = cause instanceof FileNotFoundException || cause instanceof FileSystemException;
        return (isOfFile ? "Cannot read the file " : "") + cause.getMessage(); // the message may be the path alone
    }
}
