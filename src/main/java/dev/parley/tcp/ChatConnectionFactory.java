package dev.parley.tcp;

import dev.parley.tcp.accept.AcceptedSocket;
import dev.parley.tcp.accept.ChatServerSocket;
import dev.parley.tcp.accept.ConnectionLimiter;
import dev.parley.tcp.accept.ListenerSettings;
import dev.parley.tcp.accept.TcpMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;
import org.springframework.messaging.MessageChannel;

/**
 * Spring Integration's server factory, which accepts through {@link ChatServerSocket} and avoids the framework's cost
 * per connection.
 */
final class ChatConnectionFactory extends TcpNetServerConnectionFactory {
    /** Backlog of the listener. It is long, because thousands of clients may reconnect at once after a restart. */
    private static final int BACKLOG = 4_096;

    /** Send buffer, which bounds the bytes the kernel keeps for a client that never reads. */
    private static final int SEND_BUFFER = 64 * 1024;

    private final ListenerSettings settings;
    private final ConnectionSetup setup;
    private final TcpLimits limits;
    private final ConnectionLimiter limiter;
    private final Canary canary;
    private final TcpMetrics metrics;
    private final CompletableFuture<Integer> listening = new CompletableFuture<>();

    ChatConnectionFactory(
            ListenerSettings settings,
            ConnectionSetup setup,
            TcpLimits limits,
            ConnectionLimiter limiter,
            Canary canary,
            TcpMetrics metrics) {
        super(settings.port());
        setComponentName(settings.name());
        this.settings = settings;
        this.setup = setup;
        this.limits = limits;
        this.limiter = limiter;
        this.canary = canary;
        this.metrics = metrics;
        setBacklog(BACKLOG);
        setSoSendBufferSize(SEND_BUFFER);
        setSoTcpNoDelay(true);
        setSoKeepAlive(true);
        setTcpSocketSupport(new KeepAlive());
        // Without a number in the name and the main thread's thread-locals a reader takes 190 bytes less.
        ThreadFactory readers = Thread.ofVirtual()
                .name("reader")
                .inheritInheritableThreadLocals(false)
                .factory();
        setTaskExecutor(task -> {
            Thread reader = readers.newThread(task);
            reader.setContextClassLoader(ChatConnectionFactory.class.getClassLoader()); // not inherited either
            reader.start();
        });
    }

    void serve(TcpEndpoint endpoint, MessageChannel outbound) {
        setTcpNetConnectionSupport((socket, server, lookupHost, publisher, name) ->
                new ChatConnection((AcceptedSocket) socket, publisher, name, this, endpoint, outbound));
    }

    ConnectionSetup setup() {
        return setup;
    }

    int longestLine() {
        return limits.lineBytes();
    }

    ListenerSettings settings() {
        return settings;
    }

    /** Completes with the port when the listener is open, or with the reason why it cannot open. */
    CompletableFuture<Integer> listening() {
        return listening;
    }

    void forget(ChatConnection connection) {
        connections.remove(connection.getConnectionId());
    }

    @Override
    protected ServerSocket createServerSocket(int port, int backlog, @Nullable InetAddress unused) throws IOException {
        try {
            var socket = new ChatServerSocket(port, backlog, settings, limiter, canary::owns, metrics);
            listening.complete(socket.getLocalPort());
            return socket;
        } catch (IOException e) {
            listening.completeExceptionally(e);
            setActive(false); // the listener reports the failure; Spring Integration would log it and stay up
            throw e;
        }
    }

    /**
     * Keeps urgent bytes, such as the last byte of telnet's interrupt, in their place among the other bytes. A client
     * may disconnect before it is served; its reader detects that, and the listener must not fail because of it.
     */
    @Override
    protected void setSocketAttributes(Socket socket) {
        try {
            super.setSocketAttributes(socket);
            socket.setOOBInline(true);
        } catch (SocketException | UncheckedIOException e) {
            logger.debug(e, "A client disconnected before it was served");
        }
    }

    /**
     * Does nothing. The inherited method walks all connections on every accept, but here each connection removes itself
     * when it closes.
     */
    @Override
    protected void harvestClosedConnections() {}

    /** Name in Spring Integration's log when the factory starts, listens and stops. */
    @Override
    public String toString() {
        return settings.name() + " port " + settings.address().getHostAddress() + ":" + getPort();
    }
}
