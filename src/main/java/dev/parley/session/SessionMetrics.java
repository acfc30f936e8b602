package dev.parley.session;

import dev.parley.protocol.Command;
import dev.parley.protocol.StatusCode;
import java.time.Duration;

/** Told what sessions count, by whichever thread does it: MUST NOT block. */
public interface SessionMetrics {
    SessionMetrics NONE = new SessionMetrics() {};

    default void lineReceived() {}

    default void bytesReceived(int bytes) {}

    default void commandReceived(Command command) {}

    default void floodDelayed() {}

    default void lineRefused(StatusCode code) {}

    /** So many events were each offered to so many hearers. */
    default void broadcast(int events, int recipients) {}

    /** One write has returned; {@code nanos} is how long ago its oldest line's cause had arrived. */
    default void written(int lines, int bytes, long nanos) {}

    default void disconnected(DisconnectReason reason, Duration lasted) {}
}
