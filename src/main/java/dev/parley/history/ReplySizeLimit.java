package dev.parley.history;

import dev.parley.protocol.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * How much of what was said fits in an answer.
 *
 * @param mostChars so many characters, or one event
 */
record AnswerSize(int mostChars) {
    /** Reckoned for a line's name, id and time. */
    private static final int FRAME_CHARS = 128;

    /** As many of the first as fit. */
    <T extends Event> List<T> fitting(List<T> events) {
        int chars = 0;
        List<T> fitting = new ArrayList<>();
        for (T event : events) {
            chars += FRAME_CHARS + text(event).length();
            if (chars > mostChars && !fitting.isEmpty()) {
                break;
            }
            fitting.add(event);
        }
        return fitting;
    }

    private static String text(Event event) {
        return switch (event) {
            case Event.Said said -> said.text();
            case Event.Acted acted -> acted.text();
            case Event.TopicSet set -> set.text();
            case Event.Told told -> told.text();
            default -> "";
        };
    }
}
