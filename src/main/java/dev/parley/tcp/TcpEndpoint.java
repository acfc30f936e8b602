package dev.parley.tcp;

import dev.parley.session.ClosedSession;
import dev.parley.session.Input;
import dev.parley.session.Session;
import dev.parley.session.Sessions;
import dev.parley.session.port.DisconnectReason;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;

/** Opens and closes the sessions of connections, and gives them the messages of the inbound adapters. */
final class TcpEndpoint implements MessageHandler {
    private final Sessions sessions;
    private final ConnectionLog connectionLog;

    TcpEndpoint(Sessions sessions, ConnectionLog connectionLog) {
        this.sessions = sessions;
        this.connectionLog = connectionLog;
    }

    /**
     * Opens the session of a connection.
     *
     * @param headers of the messages from and to the connection
     */
    Session open(ChatConnection socket, MessageChannel outbound, ConnectionHeaders headers) {
        var connection = new ChannelConnection(socket, outbound, headers);
        Session session = socket.accepted().isCanary() ? sessions.openHidden(connection) : sessions.open(connection);
        headers.setSession(session);
        return session;
    }

    void ended(Session session, DisconnectReason observed) {
        ClosedSession ended = sessions.close(session, observed);
        if (!session.isHidden()) {
            connectionLog.closed(ended);
        }
    }

    void failed(Session session, RuntimeException e) {
        connectionLog.failed(session.id(), e);
    }

    @Override
    public void handleMessage(Message<?> message) {
        if (message.getHeaders() instanceof ConnectionHeaders headers && message.getPayload() instanceof Input input) {
            received(headers.session(), input);
        }
    }

    private void received(Session session, Input input) {
        try {
            session.receive(input);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            session.fail();
        } catch (RuntimeException e) {
            failed(session, e);
            session.fail();
        }
    }
}
