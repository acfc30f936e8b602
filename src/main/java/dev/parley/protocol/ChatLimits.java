package dev.parley.protocol;

import java.time.Duration;

/**
 * Limits of the chat.
 *
 * @param rooms most rooms besides the lobby; a join that creates one more is refused, {@code too-many-rooms}
 * @param roomsPerClient most joined rooms besides the lobby; the next join is refused, {@code too-many-rooms}
 * @param roomMembers most members, except in the lobby; the next join is refused, {@code room-full}
 * @param topicLength most characters of a topic; a longer one is refused, {@code bad-argument}
 * @param presenceMembers most connections of a room in which each join, leave and rename is sent; a larger room gets
 *     one summary per second
 */
public record ChatLimits(int rooms, int roomsPerClient, int roomMembers, int topicLength, int presenceMembers) {
    /**
     * Most rooms, names or history lines in one reply. A reply that is cut states how many more there are, or that
     * there are more.
     */
    public static final int MAX_LISTED = 200;

    /** Time for which an idempotency key is remembered. */
    public static final Duration KEY_LIFETIME = Duration.ofMinutes(10);
}
