package dev.parley.codec;

import static java.util.stream.Collectors.joining;

import dev.parley.protocol.Answer;
import dev.parley.protocol.Event;
import dev.parley.protocol.Text;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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
            case Event.Noted unheard -> null;
        };
    }

    static @Nullable String of(Answer answer) {
        return switch (answer) {
            case Answer.Welcomed unheard -> null;
            case Answer.YouTold you -> of(you.event());
            case Answer.Recalled recalled -> lines(TextLines.summary(recalled), recalled.events());
            case Answer.Resumed resumed -> resumed(resumed);
            case Answer.Waited waited -> lines(TextLines.summary(waited), waited.messages());
            default -> TextLines.of(answer);
        };
    }

    private static String resumed(Answer.Resumed resumed) {
        return Stream.concat(texts(resumed.missed().events()), Stream.of(TextLines.summary(resumed)))
                .collect(joining("\n"));
    }

    private static String lines(String first, List<? extends Event> events) {
        return Stream.concat(Stream.of(first), texts(events)).collect(joining("\n"));
    }

    private static Stream<String> texts(List<? extends Event> events) {
        return events.stream().map(BareLines::of).filter(Objects::nonNull);
    }
}
