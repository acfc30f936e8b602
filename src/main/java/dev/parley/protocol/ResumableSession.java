package dev.parley.protocol;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Session of a lost connection that can be resumed.
 *
 * @param key hash of the resume token. Two hashes, with a space between them, if the connection had itself resumed and
 *     then sent nothing: either token resumes the session
 * @param lastWritten id of the last event that is known to have been written to the client
 * @param until end of the time in which the session can be resumed
 */
public record ResumableSession(String key, MemberSnapshot state, long lastWritten, Instant until) {
    /** Time in which a session can be resumed after its connection was lost, or after the start that follows a kill. */
    public static final Duration TIMEOUT = Duration.ofMinutes(5);

    /** Returns the hashes in a key. */
    public static List<String> tokenHashes(String key) {
        return List.of(key.split(" "));
    }

    /** Returns the session without its membership of a room. */
    public ResumableSession without(RoomName room) {
        return new ResumableSession(key, state.without(room), lastWritten, until);
    }
}
