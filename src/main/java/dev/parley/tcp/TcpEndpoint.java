package dev.parley.tcp;

import dev.parley.session.Ended;
import dev.parley.session.Input;
import dev.parley.session.Reason;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.support.GenericMessage;

/** Where the inbound adapter's messages meet their sessions, and the sessions' bytes the outbound adapter. */
final class TcpEndpoint implements MessageHandler {
    private final Map<String, Session> byConnection = new ConcurrentHashMap<>();
    private final Sessions sessions;
    private final MessageChannel outbound;
    private final ClientLog log;

    TcpEndpoint(Sessions sessions, MessageChannel outbound, ClientLog log) {
        this.sessions = sessions;
        this.outbound = outbound;
        this.log = log;
    }

    Session opened(ChatConnection connection) {
        return remember(connection, sessions.open(connection));
    }

    Session openedHidden(ChatConnection connection) {
        return remember(connection, sessions.openHidden(connection));
    }

    private Session remember(ChatConnection connection, Session session) {
        byConnection.put(connection.getConnectionId(), session);
        return session;
    }

    void ended(ChatConnection connection, Session session, Reason observed) {
        byConnection.remove(connection.getConnectionId());
        Ended ended = sessions.close(session, observed);
        if (!session.isHidden()) {
            log.closed(ended);
        }
    }

    void failed(ChatConnection connection, RuntimeException e) {
        log.failed(connection.getConnectionId(), e);
    }

    @Override
    public void handleMessage(Message<?> message) {
        Session session = byConnection.get(message.getHeaders().get(IpHeaders.CONNECTION_ID, String.class));
        if (session != null && message.getPayload() instanceof Input input) {
            received(session, input);
        }
    }

    void send(ChatConnection connection, byte[] bytes) throws IOException {
        try {
            outbound.send(new GenericMessage<>(bytes, connection.headers()));
        } catch (MessagingException e) {
            throw new IOException("the connection was lost", e);
        }
    }

    private void received(Session session, Input input) {
        try {
            session.receive(input);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            session.fail();
        } catch (RuntimeException e) {
            log.failed(session.id(), e);
            session.fail();
        }
    }
}
