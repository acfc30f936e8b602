package dev.parley.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Summary of a room.
 *
 * @param members announced people in the room
 * @param listening connections in the room, including unannounced ones
 */
public record RoomSummary(
        RoomName name, int members, int listening, @Nullable String topic) {
    private static final int MAX_TOPIC_CHARS = 80;

    /** Returns the summary with one more person, who is not announced. */
    public RoomSummary withOneMore() {
        return new RoomSummary(name, members + 1, listening, topic);
    }

    /** Returns the summary with only the beginning of a long topic, because a list of many rooms must stay small. */
    public RoomSummary brief() {
        if (topic == null || topic.codePointCount(0, topic.length()) <= MAX_TOPIC_CHARS) {
            return this;
        }
        String beginning = topic.substring(0, topic.offsetByCodePoints(0, MAX_TOPIC_CHARS)) + "…";
        return new RoomSummary(name, members, listening, beginning);
    }
}
