package dev.parley.tcp;

import dev.parley.session.Connection;
import dev.parley.session.TlsInfo;
import java.io.IOException;
import java.net.InetAddress;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;

/**
 * Connection of a session. It sends to the channel of the outbound adapter, and leaves everything else to the socket.
 */
final class ChannelConnection implements Connection {
    private final ChatConnection socket;
    private final MessageChannel outbound;
    private final ConnectionHeaders headers;

    ChannelConnection(ChatConnection socket, MessageChannel outbound, ConnectionHeaders headers) {
        this.socket = socket;
        this.outbound = outbound;
        this.headers = headers;
    }

    @Override
    public InetAddress address() {
        return socket.accepted().client();
    }

    @Override
    public String listener() {
        return socket.getConnectionFactoryName();
    }

    @Override
    public @Nullable TlsInfo tls() {
        return socket.conversation() instanceof SSLSocket secured
                ? new TlsInfo(
                        secured.getSession().getProtocol(), secured.getSession().getCipherSuite())
                : null;
    }

    @Override
    public boolean requiresLogin() {
        return socket.accepted().requiresLogin();
    }

    @Override
    public void loggedIn() {
        socket.accepted().authenticated();
    }

    @Override
    public void flooded() {
        socket.accepted().ban();
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
        socket.finish();
    }

    @Override
    public void abort() {
        socket.abort();
    }
}
