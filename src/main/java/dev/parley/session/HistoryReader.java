package dev.parley.session;

import dev.parley.protocol.Answer;
import dev.parley.protocol.Code;
import dev.parley.protocol.MemberState;
import dev.parley.protocol.Membership;

/**
 * What was said before. Called by a client's reader, which may wait for it, and nobody else does.
 *
 * <p>The answer is what the client is told: what was found, or why nothing could be.
 */
public interface Recall {
    Answer NOTHING = new Answer.Refused(Code.UNAVAILABLE, "there is no history here");

    /** There is no history. */
    Recall NONE = new Recall() {
        @Override
        public Answer latest(Membership room, int count) {
            return NOTHING;
        }

        @Override
        public Answer since(long id, MemberState reader) {
            return NOTHING;
        }

        @Override
        public Answer missed(long heard, MemberState reader) {
            return NOTHING;
        }
    };

    /** The last lines of a room that its member can read. */
    Answer latest(Membership room, int count);

    /** What was said after an id in the rooms of who reads it, or was told to them by their account's name. */
    Answer since(long id, MemberState reader);

    /** The same, without messages of a room from before the reader joined it. */
    Answer missed(long heard, MemberState reader);
}
