package dev.parley.tcp;

import dev.parley.session.Input;
import dev.parley.session.Session;
import dev.parley.session.port.DisconnectReason;
import dev.parley.tcp.accept.AcceptedSocket;
import dev.parley.tcp.line.LineStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.TcpListener;
import org.springframework.integration.ip.tcp.connection.TcpNetConnection;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/**
 * One client's socket as a connection of Spring Integration's adapters. Its reader passes each input to the inbound
 * adapter. The outbound adapter's messages go to the socket in one write each, without another buffer. With TLS,
 * traffic goes through a second socket on top of the first. Only the first socket is closed, because closing the second
 * would wait for a blocked writer.
 */
final class ChatConnection extends TcpNetConnection {
    private final AcceptedSocket socket;
    private final ChatConnectionFactory factory;
    private final TcpEndpoint endpoint;
    private final MessageChannel outbound;
    private final CountDownLatch written = new CountDownLatch(1);
    private Socket conversation;

    /** @param outbound channel of the outbound adapter that this connection is registered at */
    ChatConnection(
            AcceptedSocket socket,
            @Nullable ApplicationEventPublisher publisher,
            @Nullable String listener,
            ChatConnectionFactory factory,
            TcpEndpoint endpoint,
            MessageChannel outbound) {
        super(socket, true, false, publisher, listener);
        this.socket = socket;
        this.conversation = socket;
        this.factory = factory;
        this.endpoint = endpoint;
        this.outbound = outbound;
    }

    /** Replaces Spring Integration's loop, which makes six headers and an id for each line. */
    @Override
    public void run() {
        try {
            Socket arrived = factory.setup().setUp(socket, this::abort);
            if (arrived != null) {
                conversation = arrived;
                serve();
            }
        } finally {
            close();
        }
    }

    private void serve() {
        publishConnectionOpenEvent();
        var headers = new ConnectionHeaders(getConnectionId());
        Session session = endpoint.open(this, outbound, headers);
        DisconnectReason observed = DisconnectReason.INTERNAL;
        try {
            TcpListener inbound = Objects.requireNonNull(getListener(), "registered before it runs");
            var lines = new LineStream(conversation, factory.longestLine(), session);
            for (Input input = lines.next(); input != null; input = lines.next()) {
                inbound.onMessage(new GenericMessage<>(input, headers));
            }
            awaitWritten();
            observed = DisconnectReason.CLIENT_CLOSED;
        } catch (IOException e) {
            observed = DisconnectReason.CLIENT_RESET; // the end of the input, not an error of the server
        } catch (RuntimeException e) {
            endpoint.failed(session, e);
        } finally {
            close();
            endpoint.ended(session, observed);
        }
    }

    /** Writes one message. Called by the outbound adapter, one write at a time. */
    @Override
    public void send(Message<?> message) {
        try {
            conversation.getOutputStream().write((byte[]) message.getPayload());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        super.close();
        factory.forget(this);
        written.countDown();
    }

    AcceptedSocket accepted() {
        return socket;
    }

    /** Returns the socket of the traffic: the accepted one, or the TLS socket on top of it. */
    Socket conversation() {
        return conversation;
    }

    /** Ends the output in an orderly way; see {@link dev.parley.session.Connection#finish}. */
    void finish() {
        try {
            conversation.shutdownOutput();
        } catch (IOException e) {
            close();
        }
        written.countDown();
    }

    /** Resets the connection; see {@link dev.parley.session.Connection#abort}. */
    void abort() {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            logger.debug("closed before it was reset", e);
        }
        close();
    }

    /**
     * Waits until everything is written. The session's deadline for its replies bounds the wait, because it calls
     * {@link #abort}.
     */
    private void awaitWritten() {
        try {
            written.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
