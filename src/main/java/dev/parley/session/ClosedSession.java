package dev.parley.session;

import dev.parley.session.port.DisconnectReason;
import java.time.Duration;

/**
 * A session that has ended.
 *
 * @param client state of the session at its end
 */
public record ClosedSession(SessionSnapshot client, DisconnectReason reason, Duration lasted) {}
