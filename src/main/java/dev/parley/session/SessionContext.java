package dev.parley.session;

import dev.parley.chat.ChatInput;
import dev.parley.outbound.SocketWriters;
import dev.parley.session.port.ReaderServices;
import dev.parley.session.port.SessionMetrics;
import dev.parley.time.MonotonicClock;

/** Services and limits that all sessions share. */
public record SessionContext(
        ChatInput chatInput,
        SessionLimits limits,
        SessionMetrics metrics,
        ReaderServices services,
        MonotonicClock time,
        SocketWriters writers) {
    /** Returns the context of hidden sessions, which are not counted, observed or delayed. */
    SessionContext hidden() {
        return new SessionContext(
                chatInput, limits.withoutRates(), SessionMetrics.NONE, ReaderServices.NONE, time, writers);
    }
}
