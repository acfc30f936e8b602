package dev.parley.history;

import dev.parley.protocol.ChatEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Size limit of a history reply.
 *
 * @param mostChars most characters; a single event that is larger is sent alone
 */
record ReplySizeLimit(int mostChars) {
    /** Characters counted for the name, id and time of a line. */
    private static final int FRAME_CHARS = 128;

    /** Returns the first events that fit in a reply. */
    <T extends ChatEvent> List<T> fitting(List<T> events) {
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

    private static String text(ChatEvent event) {
        return switch (event) {
            case ChatEvent.Said said -> said.text();
            case ChatEvent.Emoted acted -> acted.text();
            case ChatEvent.TopicSet set -> set.text();
            case ChatEvent.DirectMessage direct -> direct.text();
            default -> "";
        };
    }
}
