package dev.parley.tcp;

import java.util.Map;
import org.springframework.integration.ip.IpHeaders;
import org.springframework.messaging.MessageHeaders;

/** The headers of every message to one connection: where to, and neither the id nor the time nobody reads. */
final class SendHeaders extends MessageHeaders {
    private static final long serialVersionUID = 1;
    private static final long NO_TIMESTAMP = -1;

    SendHeaders(String connectionId) {
        super(Map.of(IpHeaders.CONNECTION_ID, connectionId), ID_VALUE_NONE, NO_TIMESTAMP);
    }
}
