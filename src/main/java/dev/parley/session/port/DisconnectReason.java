package dev.parley.session.port;

import dev.parley.protocol.StatusCode;
import java.util.Locale;

/** Reason for the end of a session, as metrics and operators see it. */
public enum DisconnectReason {
    QUIT,
    CLIENT_CLOSED,
    CLIENT_RESET,
    KICKED,
    BANNED,
    SLOW_CONSUMER,
    WRITE_TIMEOUT,
    LINE_TIMEOUT,
    AUTH_TIMEOUT,
    LINE_TOO_LONG,
    HTTP,
    TLS_ON_PLAIN,
    OTHER_PROTOCOL,
    TLS_HANDSHAKE,
    RESTART,
    INTERNAL;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    public String label() {
        return label;
    }

    /** Returns the reason for the code of a bye. Every such code is a reason too. */
    public static DisconnectReason of(StatusCode bye) {
        return valueOf(bye.name());
    }
}
