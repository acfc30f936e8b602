package dev.parley.protocol;

import java.time.Instant;

/**
 * What a connection left behind that can be resumed.
 *
 * @param key what its token is known by
 * @param lastWritten the id of the last event that it is known to have been sent
 * @param until when it is too late
 */
public record ResumableSession(String key, MemberSnapshot state, long lastWritten, Instant until) {
    /** The same without its membership of a room. */
    public ResumableSession without(RoomName room) {
        return new ResumableSession(key, state.without(room), lastWritten, until);
    }
}
