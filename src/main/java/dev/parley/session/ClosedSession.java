package dev.parley.session;

import java.time.Duration;

/**
 * A session that is over.
 *
 * @param client as it was at the end
 */
public record Ended(SessionState client, Reason reason, Duration lasted) {}
