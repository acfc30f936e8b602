package dev.parley.session;

import dev.parley.chat.Member;
import dev.parley.chat.Sequence;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * What all sessions use.
 *
 * @param member makes the member a session is in the chat
 */
record SessionContext(
        Sequence sequence,
        SessionLimits limits,
        SessionMetrics metrics,
        Time time,
        Executor writers,
        Function<Session, Member> member) {
    /** For the sessions that nobody is told of, and that nothing counts or delays. */
    SessionContext hidden() {
        return new SessionContext(sequence, limits.withoutRates(), SessionMetrics.NONE, time, writers, Member::hidden);
    }
}
