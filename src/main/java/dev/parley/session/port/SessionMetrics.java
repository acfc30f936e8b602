package dev.parley.session.port;

import dev.parley.protocol.Command;
import dev.parley.protocol.StatusCode;
import java.time.Duration;

/** Counts the traffic of sessions. Called by any thread; MUST NOT block. */
public interface SessionMetrics {
    SessionMetrics NONE = new SessionMetrics() {};

    default void lineReceived() {}

    default void bytesReceived(int bytes) {}

    default void commandReceived(Command command) {}

    default void floodDelayed() {}

    default void lineRefused(StatusCode code) {}

    /** Counts these events, each of which was offered to this number of recipients. */
    default void broadcast(int events, int recipients) {}

    /** Counts one write. {@code nanos} is the time since the arrival of the input that caused its oldest line. */
    default void written(int lines, int bytes, long nanos) {}

    default void disconnected(DisconnectReason reason, Duration lasted) {}
}
