package dev.parley.protocol;

import dev.parley.chat.Answer;
import dev.parley.chat.Event;
import dev.parley.chat.Text;
import org.jspecify.annotations.Nullable;

/** The bare format, that of the tutorial's server: what was said goes to everyone as it is. */
final class BareLines {
    private BareLines() {}

    static @Nullable String of(Event event) {
        return switch (event) {
            case Event.Said said -> Text.clean(said.text());
            case Event.Told told -> Text.clean(told.text());
            case Event.Acted acted -> TextLines.of(acted, true);
            case Event.Announced announced -> TextLines.of(announced, true);
            case Event.Presence unheard -> null;
        };
    }

    static @Nullable String of(Answer answer) {
        if (answer instanceof Answer.Welcomed) {
            return null;
        }
        return answer instanceof Answer.YouTold you ? of(you.event()) : TextLines.of(answer);
    }
}
