package dev.parley.tcp;

import dev.parley.session.DisconnectReason;
import dev.parley.session.Input;
import dev.parley.session.Session;
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
 * One client's socket, as Spring Integration's adapters know it. Its reader gives each input to the inbound adapter; what
 * the outbound adapter sends goes to the socket in one write, without another buffer. With TLS the conversation goes
 * through a second socket over the first; what is closed is the first, as the second would wait for a writer that is
 * stuck.
 */
final class ChatConnection extends TcpNetConnection {
    private final AcceptedSocket socket;
    private final ChatConnectionFactory factory;
    private final TcpEndpoint endpoint;
    private final MessageChannel outbound;
    private final CountDownLatch written = new CountDownLatch(1);
    private Socket conversation;

    /** @param outbound the channel of the outbound adapter that this connection is registered at */
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

    /** Takes the place of Spring Integration's loop, which makes six headers and an id for each line. */
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
            observed = read(new LineStream(conversation, factory.longestLine(), session), headers);
        } catch (RuntimeException e) {
            endpoint.failed(session, e);
        } finally {
            close();
            endpoint.ended(session, observed);
        }
    }

    /** Returns why there is no more input. A client that resets its connection ends it; that is no error of ours. */
    private DisconnectReason read(LineStream lines, ConnectionHeaders headers) {
        TcpListener inbound = Objects.requireNonNull(getListener(), "registered before it runs");
        try {
            for (Input input = lines.next(); input != null; input = lines.next()) {
                inbound.onMessage(new GenericMessage<>(input, headers));
            }
        } catch (IOException e) {
            return DisconnectReason.CLIENT_RESET;
        }
        awaitWritten();
        return DisconnectReason.CLIENT_CLOSED;
    }

    /** Called by the outbound adapter, one write at a time. */
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

    /** The socket of the conversation: the accepted one, or the one with TLS over it. */
    Socket conversation() {
        return conversation;
    }

    /** The orderly end of what is sent: see {@link dev.parley.session.Connection#finish}. */
    void finish() {
        try {
            conversation.shutdownOutput();
        } catch (IOException e) {
            close();
        }
        written.countDown();
    }

    /** The forced end: see {@link dev.parley.session.Connection#abort}. */
    void abort() {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            logger.debug("closed before it was reset", e);
        }
        close();
    }

    /** The session's deadline for its answers bounds the wait: it ends in {@link #abort}. */
    private void awaitWritten() {
        try {
            written.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
