package dev.parley.session;

import dev.parley.chat.Sequence;

/** What all sessions use. */
public record SessionContext(
        Sequence sequence,
        SessionLimits limits,
        SessionMetrics metrics,
        Recall recall,
        Logins logins,
        Operators operators,
        Time time,
        Writers writers) {
    /** For the sessions that nobody is told of, and that nothing counts or delays. */
    SessionContext hidden() {
        return new SessionContext(
                sequence,
                limits.withoutRates(),
                SessionMetrics.NONE,
                Recall.NONE,
                Logins.NONE,
                Operators.NONE,
                time,
                writers);
    }
}
