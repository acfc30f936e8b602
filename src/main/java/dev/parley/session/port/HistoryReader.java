package dev.parley.session.port;

import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;

/**
 * Reads earlier messages. Called only by a client's reader, and may block.
 *
 * <p>The result is the reply to the client. It contains the messages, or the reason why they cannot be read.
 */
public interface HistoryReader {
    Reply NOTHING = new Reply.Rejected(StatusCode.UNAVAILABLE, "this server keeps no history");

    /** Reader of a service without history. */
    HistoryReader NONE = new HistoryReader() {
        @Override
        public Reply latest(Membership room, int count) {
            return NOTHING;
        }

        @Override
        public Reply since(long id, MemberSnapshot reader) {
            return NOTHING;
        }

        @Override
        public Reply missed(long lastSeen, MemberSnapshot reader) {
            return NOTHING;
        }
    };

    /** Returns the last lines of a room that its member can read. */
    Reply latest(Membership room, int count);

    /** Returns the messages after an id in the rooms of the reader, and the private messages to its account. */
    Reply since(long id, MemberSnapshot reader);

    /** Returns the same as {@link #since}, without messages of a room from before the reader joined it. */
    Reply missed(long lastSeen, MemberSnapshot reader);
}
