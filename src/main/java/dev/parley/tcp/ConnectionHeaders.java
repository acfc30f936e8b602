package dev.parley.tcp;

import dev.parley.session.Session;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.MessageHeaders;

/**
 * Headers of every message from and to one connection. They contain the connection's id, which the adapters need, and
 * its session, so that a line needs no look-up. They contain no id and no timestamp of the message, because nothing
 * reads them.
 */
final class ConnectionHeaders extends MessageHeaders {
    private static final long serialVersionUID = 1;
    private static final long NO_TIMESTAMP = -1;

    private transient @Nullable Session session;

    ConnectionHeaders(String connectionId) {
        super(Map.of(IpHeaders.CONNECTION_ID, connectionId), ID_VALUE_NONE, NO_TIMESTAMP);
    }

    /** Sets the session. Called by the connection's reader before its first message. */
    void setSession(Session session) {
        this.session = session;
    }

    /** Returns the session. Called by the connection's reader only. */
    Session session() {
        return Objects.requireNonNull(session, "a message before the session");
    }
}
