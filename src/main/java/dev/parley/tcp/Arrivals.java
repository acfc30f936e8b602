package dev.parley.tcp;

import dev.parley.session.Reason;
import dev.parley.session.Sessions;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens between the accept and a client's first line, on the client's own reader: the TLS handshake, where there
 * is one. Nobody is in the chat before.
 */
final class Arrivals {
    private static final Logger log = LoggerFactory.getLogger(Arrivals.class);

    private final @Nullable TlsContext tls;
    private final Sessions sessions;

    /** @param tls null on a plain listener */
    Arrivals(@Nullable TlsContext tls, Sessions sessions) {
        this.tls = tls;
        this.sessions = sessions;
    }

    /**
     * The socket to talk to the client through; null for one that is not let in, which has been counted and is to be
     * closed.
     *
     * @param cutOff resets the connection
     */
    @Nullable
    Socket await(Socket socket, Runnable cutOff) {
        if (tls == null) {
            return socket;
        }
        long began = System.nanoTime();
        try {
            return tls.handshake(socket, cutOff);
        } catch (IOException e) {
            log.debug("No TLS with {}: {}", socket.getInetAddress(), e.getMessage());
            sessions.neverOpened(Reason.TLS_HANDSHAKE, Duration.ofNanos(System.nanoTime() - began));
            return null;
        }
    }
}
