package dev.parley.session;

import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;

/**
 * What was said before. Called by a client's reader, which may wait for it, and nobody else does.
 *
 * <p>The answer is what the client is told: what was found, or why nothing could be.
 */
public interface HistoryReader {
    Reply NOTHING = new Reply.Rejected(StatusCode.UNAVAILABLE, "there is no history here");

    /** There is no history. */
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
        public Reply missed(long heard, MemberSnapshot reader) {
            return NOTHING;
        }
    };

    /** The last lines of a room that its member can read. */
    Reply latest(Membership room, int count);

    /** What was said after an id in the rooms of who reads it, or was told to them by their account's name. */
    Reply since(long id, MemberSnapshot reader);

    /** The same, without messages of a room from before the reader joined it. */
    Reply missed(long heard, MemberSnapshot reader);
}
