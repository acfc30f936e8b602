package dev.parley.protocol;

/**
 * Part of the history under a room's name that belongs to one room: everything after an id.
 *
 * @param opened id of the newest event when the room was made
 * @param start id after which those who join now can read; higher than {@code opened} if the room was given up or reopened
 *     while earlier members may still read more
 */
public record RoomLife(long opened, long start) {
    /** Everything under the name: the lobby's, and that of rooms from before lives were stored. */
    public static final RoomLife WHOLE = new RoomLife(0, 0);

    /** A life that includes every membership, for a name without a stored one: no other room has had it since. */
    public static final RoomLife UNKNOWN = new RoomLife(0, Long.MAX_VALUE);

    /** Whether a membership whose history begins after this id is one of the same room. */
    public boolean includes(long from) {
        return opened <= from && from <= start;
    }
}
