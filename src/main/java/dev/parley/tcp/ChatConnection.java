package dev.parley.tcp;

import dev.parley.session.Connection;
import dev.parley.session.Reason;
import dev.parley.session.Session;
import dev.parley.session.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.TcpNetConnection;
import org.springframework.integration.ip.tcp.serializer.SoftEndOfStreamException;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;

/**
 * One client's socket. Its reader runs Spring Integration's loop over whole lines from a buffered stream; what is sent
 * goes to the socket in one write, without another buffer. With TLS the conversation goes through a second socket over
 * the first; what is closed is the first, as the second would wait for a writer that is stuck.
 */
final class ChatConnection extends TcpNetConnection implements Connection {
    private final AcceptedSocket socket;
    private final int longestLine;
    private final ChatConnectionFactory factory;
    private final TcpEndpoint endpoint;
    private final MessageChannel outbound;
    private final Arrivals arrivals;
    private final SendHeaders headers;
    private final CountDownLatch written = new CountDownLatch(1);
    private Socket conversation;
    private @Nullable LineStream input;
    private Reason observed = Reason.INTERNAL;

    ChatConnection(
            AcceptedSocket socket,
            @Nullable ApplicationEventPublisher publisher,
            @Nullable String listener,
            int longestLine,
            ChatConnectionFactory factory,
            TcpEndpoint endpoint,
            MessageChannel outbound,
            Arrivals arrivals) {
        super(socket, true, false, publisher, listener);
        this.socket = socket;
        this.conversation = socket;
        this.longestLine = longestLine;
        this.factory = factory;
        this.endpoint = endpoint;
        this.outbound = outbound;
        this.arrivals = arrivals;
        this.headers = new SendHeaders(getConnectionId());
    }

    @Override
    public void run() {
        try {
            Socket arrived = arrivals.await(socket, this::abort);
            if (arrived != null) {
                conversation = arrived;
                serve();
            }
        } finally {
            close();
        }
    }

    private void serve() {
        Session session = socket.isCanary() ? endpoint.openedHidden(this) : endpoint.opened(this);
        try {
            input = new LineStream(conversation, longestLine, session, this::awaitWritten);
            super.run();
        } finally {
            close();
            endpoint.ended(this, session, observed);
        }
    }

    @Override
    protected InputStream inputStream() {
        return Objects.requireNonNull(input, "read before it runs");
    }

    /** A client that resets its connection ends it; that is no error of ours. Anything else that fails is. */
    @Override
    public Object getPayload() {
        try {
            return super.getPayload();
        } catch (SoftEndOfStreamException e) {
            observed = Reason.CLIENT_CLOSED;
            throw e;
        } catch (UncheckedIOException e) {
            observed = Reason.CLIENT_RESET;
            throw new SoftEndOfStreamException("the connection was reset", e);
        } catch (RuntimeException e) {
            endpoint.failed(this, e);
            throw e;
        }
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

    @Override
    public InetAddress address() {
        return socket.client();
    }

    @Override
    public String listener() {
        return getConnectionFactoryName();
    }

    @Override
    public @Nullable Tls tls() {
        return conversation instanceof SSLSocket secured
                ? new Tls(
                        secured.getSession().getProtocol(), secured.getSession().getCipherSuite())
                : null;
    }

    @Override
    public boolean requiresLogin() {
        return socket.requiresLogin();
    }

    @Override
    public void loggedIn() {
        socket.releaseStranger();
    }

    @Override
    public void flooded() {
        socket.ban();
    }

    @Override
    public void send(byte[] bytes) throws IOException {
        try {
            outbound.send(new GenericMessage<>(bytes, headers));
        } catch (MessagingException e) {
            throw new IOException("the connection was lost", e);
        }
    }

    @Override
    public void finish() {
        try {
            conversation.shutdownOutput();
        } catch (IOException e) {
            close();
        }
        written.countDown();
    }

    @Override
    public void abort() {
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
