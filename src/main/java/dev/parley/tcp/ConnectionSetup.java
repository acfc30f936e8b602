package dev.parley.tcp;

import dev.parley.session.HttpRefusal;
import dev.parley.session.Sessions;
import dev.parley.session.port.DisconnectReason;
import dev.parley.tcp.accept.AcceptedSocket;
import dev.parley.tcp.accept.ConnectionRejecter;
import dev.parley.tcp.accept.ListenerSettings;
import dev.parley.tcp.accept.RejectReason;
import dev.parley.tcp.accept.TcpMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Setup between the accept and a client's first line, on the client's own reader thread. It reads a proxy's header and
 * does the TLS handshake, where the listener uses them. The client enters the chat after the setup.
 */
final class ConnectionSetup {
    private static final Logger log = LoggerFactory.getLogger(ConnectionSetup.class);
    private static final Duration HEADER_TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern PING = Pattern.compile("/ping((?: [!-~]{1,32})?)\\r?\\n");
    private static final int MAX_CHECK_CHARS = 64;

    private final ListenerSettings listener;
    private final @Nullable TlsContext tls;
    private final Sessions sessions;
    private final TcpMetrics metrics;
    private final ConnectionRejecter rejecter = new ConnectionRejecter();

    /** @param tls null on a plain listener */
    ConnectionSetup(ListenerSettings listener, @Nullable TlsContext tls, Sessions sessions, TcpMetrics metrics) {
        this.listener = listener;
        this.tls = tls;
        this.sessions = sessions;
        this.metrics = metrics;
    }

    /**
     * Returns the socket for the client's traffic; null for a client that is not admitted, whose connection is to be
     * closed.
     *
     * @param cutOff resets the connection
     */
    @Nullable
    Socket setUp(AcceptedSocket socket, Runnable cutOff) {
        if (socket.isCanary()) {
            return socket;
        }
        if (listener.proxies().test(socket.client()) && !hasHeader(socket, cutOff)) {
            return null;
        }
        return tls == null ? socket : handshake(tls, socket, cutOff);
    }

    /**
     * Reads the proxy's header; returns whether the client is admitted. A health check of the proxy, which connects and
     * then only closes, resets or sends a ping, is not counted as rejected.
     */
    private boolean hasHeader(AcceptedSocket socket, Runnable cutOff) {
        try (var deadline = new AbortTimer(HEADER_TIMEOUT, cutOff)) {
            return switch (ProxyProtocolHeader.read(socket.getInputStream())) {
                case ProxyProtocolHeader.Present present ->
                    isAdmitted(socket, present.client() == null ? socket.client() : present.client());
                case ProxyProtocolHeader.Absent absent -> {
                    answerCheck(socket, absent.read());
                    yield false;
                }
            };
        } catch (IOException e) {
            log.debug("No valid PROXY header from {}: {}", socket.client(), e.getMessage());
            boolean isCutOff = socket.isClosed();
            if (isCutOff || e instanceof ProtocolException) {
                metrics.rejected(RejectReason.NOT_ALLOWED);
            }
            return false;
        }
    }

    private boolean isAdmitted(AcceptedSocket socket, InetAddress client) {
        Optional<RejectReason> refusal = socket.acquireFor(client);
        refusal.ifPresent(why -> refuse(socket, why, client));
        return refusal.isEmpty();
    }

    private void answerCheck(AcceptedSocket socket, byte[] read) throws IOException {
        var line = new StringBuilder(new String(read, StandardCharsets.ISO_8859_1));
        while (line.length() < MAX_CHECK_CHARS && line.indexOf("\n") < 0) {
            int next = socket.getInputStream().read();
            line.append(next < 0 ? '\n' : (char) next);
        }
        var ping = PING.matcher(line);
        if (ping.matches()) {
            rejecter.endWith(("*** pong" + ping.group(1) + "\n").getBytes(StandardCharsets.US_ASCII), socket);
        } else {
            refuse(socket, RejectReason.NOT_ALLOWED, socket.client());
        }
    }

    private void refuse(AcceptedSocket socket, RejectReason why, InetAddress client) {
        metrics.rejected(why);
        rejecter.endWith(socket.rejection(why, client, listener), socket);
    }

    private @Nullable Socket handshake(TlsContext context, AcceptedSocket socket, Runnable cutOff) {
        long began = System.nanoTime();
        try {
            Socket secured = context.handshake(socket, cutOff);
            if (secured == null) {
                sessions.neverOpened(DisconnectReason.HTTP, since(began));
                rejecter.endWith(HttpRefusal.response(), socket);
            }
            return secured;
        } catch (IOException e) {
            log.debug("TLS handshake with {} failed: {}", socket.client(), e.getMessage());
            sessions.neverOpened(DisconnectReason.TLS_HANDSHAKE, since(began));
            return null;
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
