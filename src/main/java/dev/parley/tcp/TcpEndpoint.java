package dev.parley.tcp;

import dev.parley.session.Ended;
import dev.parley.session.Input;
import dev.parley.session.Reason;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandler;

/** Opens and ends the sessions of connections, and gives the messages of the inbound adapters to them. */
final class TcpEndpoint implements MessageHandler {
    private final Map<String, Session> byConnection = new ConcurrentHashMap<>();
    private final Sessions sessions;
    private final ClientLog log;

    TcpEndpoint(Sessions sessions, ClientLog log) {
        this.sessions = sessions;
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
