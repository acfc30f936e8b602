package dev.parley.tcp.accept;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Accepts connections that get a permit, and rejects all others with a reason. When accepting fails, as it does without
 * free descriptors, the socket waits and reports a timeout, after which Spring Integration accepts again. Any other
 * exception would make Spring Integration close the listener and every connection for good.
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
            rejecter.refuse(socket, socket.rejection(refusal.get(), socket.client(), settings));
        }
    }

    /** Takes a permit. For a proxy's connection, the client's address is known only when the header has been read. */
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

    /** Accepts into the socket; a test overrides it to fail. */
    void accepted(Socket socket) throws IOException {
        implAccept(socket);
    }
}
