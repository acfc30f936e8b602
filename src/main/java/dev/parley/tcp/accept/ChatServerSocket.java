package dev.parley.tcp.accept;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Accepts those there is a permit for, and tells the others why not. When accepting fails, as it does without free
 * descriptors, it waits and says "timed out", which Spring Integration takes as "go on": any other exception would
 * make it close the listener and every connection for good.
 */
public class ChatServerSocket extends ServerSocket {
    private final ListenerSettings settings;
    private final ConnectionLimiter limiter;
    private final Predicate<Socket> isCanary;
    private final ConnectionRejecter rejecter;
    private final AcceptBackoff backoff;
    private final TcpMetrics metrics;

    public ChatServerSocket(
            int port,
            int backlog,
            ListenerSettings settings,
            ConnectionLimiter limiter,
            Predicate<Socket> isCanary,
            TcpMetrics metrics)
            throws IOException {
        super(port, backlog, settings.address());
        this.settings = settings;
        this.limiter = limiter;
        this.isCanary = isCanary;
        this.rejecter = new ConnectionRejecter();
        this.backoff = new AcceptBackoff();
        this.metrics = metrics;
    }

    @Override
    public Socket accept() throws IOException {
        while (true) {
            var socket = new AcceptedSocket(limiter, settings.loginRequired());
            acceptInto(socket);
            if (isCanary.test(socket)) {
                socket.markCanary();
                return socket;
            }
            Optional<RejectReason> refusal = refusal(socket);
            if (refusal.isEmpty()) {
                metrics.accepted();
                return socket;
            }
            metrics.rejected(refusal.get());
            rejecter.refuse(socket, refusal.get().line(settings));
        }
    }

    /** For whom a proxy's connection is will be known only when its header has been read. */
    private Optional<RejectReason> refusal(AcceptedSocket socket) {
        InetAddress peer = socket.client();
        Optional<RejectReason> refusal = socket.acquire();
        return refusal.isPresent() || settings.proxies().test(peer) ? refusal : socket.acquireFor(peer);
    }

    private void acceptInto(Socket socket) throws IOException {
        try {
            accepted(socket);
            backoff.succeeded();
        } catch (IOException e) {
            if (isClosed()) {
                throw e;
            }
            backoff.failed(e);
            throw new SocketTimeoutException("accept failed and is tried again");
        }
    }

    /** For tests to fail in. */
    void accepted(Socket socket) throws IOException {
        implAccept(socket);
    }
}
