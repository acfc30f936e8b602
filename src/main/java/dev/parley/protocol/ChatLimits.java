package dev.parley.protocol;

import java.time.Duration;

/**
 * @param rooms at most so many rooms besides the lobby; a join of one more is refused, {@code too-many-rooms}
 * @param roomsPerClient at most so many joined rooms besides the lobby; the next join is refused, {@code too-many-rooms}
 * @param roomMembers at most so many members, but in the lobby; the next join is refused, {@code room-full}
 * @param topicLength a topic has at most so many characters; a longer one is refused, {@code bad-argument}
 */
public record ChatLimits(int rooms, int roomsPerClient, int roomMembers, int topicLength) {
    /** At most so many rooms, names or recalled lines in one answer; it says how many, or that, there are more. */
    public static final int MAX_LISTED = 200;

    /** So long it is known what was said with a key. */
    public static final Duration KEY_LIFETIME = Duration.ofMinutes(10);
}
