package dev.parley.protocol;

/**
 * Part of the history under a room's name that belongs to one of the rooms with this name: everything after an id.
 *
 * @param opened id of the newest event when the room was created
 * @param start id after which members that join now can read; higher than {@code opened} if the room was given up or
 *     reopened, and earlier members may still read more
 */
public record RoomLife(long opened, long start) {
    /** Whole history under the name. This is the life of the lobby, and of rooms whose life could not be stored. */
    public static final RoomLife WHOLE = new RoomLife(0, 0);

    /**
     * Life that includes every membership. A name without a stored life has it, because no other room used that name
     * since.
     */
    public static final RoomLife UNKNOWN = new RoomLife(0, Long.MAX_VALUE);

    /** Whether a membership whose history begins after this id belongs to the same room. */
    public boolean includes(long from) {
        return opened <= from && from <= start;
    }
}
