package dev.parley.tcp;

import dev.parley.tcp.accept.ListenerSettings;
import java.time.Duration;

/**
 * @param bundle name of the SSL bundle with the certificate and its key
 * @param clientAuth whether a client must, may or need not have a certificate that the bundle trusts
 * @param handshake time for the whole handshake; a client that takes longer is closed, {@code tls-handshake}
 */
public record TlsSettings(ListenerSettings listener, String bundle, ClientAuth clientAuth, Duration handshake) {
    public enum ClientAuth {
        NONE,
        WANT,
        NEED
    }

    public static TlsSettings of(ListenerSettings listener, String bundle, ClientAuth clientAuth) {
        return new TlsSettings(listener, bundle, clientAuth, Duration.ofSeconds(10));
    }
}
