package dev.parley.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Accepts those there is a permit for, and tells the others why not. When accepting fails, as it does without free
 * descriptors, it waits and says "timed out", which Spring Integration takes as "go on": any other exception would
 * make it close the listener and every connection for good.
 */
class ChatServerSocket extends ServerSocket {
    private final Permits permits;
    private final Canary canary;
    private final Refusals refusals;
    private final AcceptBackoff backoff;
    private final TcpMetrics metrics;

    ChatServerSocket(int port, int backlog, InetAddress address, Permits permits, Canary canary, TcpMetrics metrics)
            throws IOException {
        super(port, backlog, address);
        this.permits = permits;
        this.canary = canary;
        this.refusals = new Refusals();
        this.backoff = new AcceptBackoff();
        this.metrics = metrics;
    }

    @Override
    public Socket accept() throws IOException {
        while (true) {
            var socket = new PermittedSocket();
            acceptInto(socket);
            if (canary.owns(socket)) {
                return socket;
            }
            Optional<Refusal> refusal = permits.take(socket.getInetAddress());
            if (refusal.isEmpty()) {
                socket.permitted.set(true);
                metrics.accepted();
                return socket;
            }
            refusals.refuse(socket, refusal.get());
            metrics.rejected(refusal.get());
        }
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

    /** Gives its permit back when it is closed, by whomever. */
    private final class PermittedSocket extends Socket {
        private final AtomicBoolean permitted = new AtomicBoolean();

        PermittedSocket() throws IOException {
            super((SocketImpl) null);
        }

        @Override
        public void close() throws IOException {
            super.close();
            if (permitted.compareAndSet(true, false)) {
                permits.release(getInetAddress());
            }
        }
    }
}
