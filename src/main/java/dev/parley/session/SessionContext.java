package dev.parley.session;

import dev.parley.chat.ChatEventLoop;
import dev.parley.outbound.SocketWriters;
import dev.parley.time.MonotonicClock;

/** What all sessions use. */
public record SessionContext(
        ChatEventLoop eventLoop,
        SessionLimits limits,
        SessionMetrics metrics,
        ReaderServices services,
        MonotonicClock time,
        SocketWriters writers) {
    /** For the sessions that nobody is told of, and that nothing counts or delays. */
    SessionContext hidden() {
        return new SessionContext(
                eventLoop, limits.withoutRates(), SessionMetrics.NONE, ReaderServices.NONE, time, writers);
    }
}
