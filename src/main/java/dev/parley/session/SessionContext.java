package dev.parley.session;

import dev.parley.chat.Sequence;
import dev.parley.outbound.Writers;
import dev.parley.time.Time;

/** What all sessions use. */
public record SessionContext(
        Sequence sequence,
        SessionLimits limits,
        SessionMetrics metrics,
        ReaderServices services,
        Time time,
        Writers writers) {
    /** For the sessions that nobody is told of, and that nothing counts or delays. */
    SessionContext hidden() {
        return new SessionContext(
                sequence, limits.withoutRates(), SessionMetrics.NONE, ReaderServices.NONE, time, writers);
    }
}
