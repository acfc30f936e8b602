package dev.parley.session;

import dev.parley.chat.Answer;
import dev.parley.chat.Code;
import dev.parley.chat.MemberState;
import dev.parley.chat.RoomName;

/**
 * What was said before. Called by a client's reader, which may wait for it, and nobody else does.
 *
 * <p>The answer is what the client is told: what was found, or why nothing could be.
 */
public interface Recall {
    /** There is no history. */
    Recall NONE = new Recall() {
        @Override
        public Answer latest(RoomName room, int count) {
            return new Answer.Refused(Code.UNAVAILABLE, "there is no history here");
        }

        @Override
        public Answer since(long id, MemberState reader) {
            return latest(reader.active(), 0);
        }
    };

    /** The last so many lines of a room. */
    Answer latest(RoomName room, int count);

    /** What was said after an id in the rooms of who reads it, or was told to them by their account's name. */
    Answer since(long id, MemberState reader);
}
