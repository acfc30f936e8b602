package dev.parley.session;

import java.time.Duration;

/**
 * A session that is over.
 *
 * @param client as it was at the end
 */
public record ClosedSession(SessionSnapshot client, DisconnectReason reason, Duration lasted) {}
