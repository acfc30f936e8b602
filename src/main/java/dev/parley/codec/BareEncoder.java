package dev.parley.codec;

import static java.util.stream.Collectors.joining;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Reply;
import dev.parley.protocol.TextSanitizer;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Encodes the bare format, which the tutorial's server uses. A message is sent as its text, without name or room. */
final class BareEncoder {
    private BareEncoder() {}

    static @Nullable String of(ChatEvent event) {
        return switch (event) {
            case ChatEvent.Said said -> TextSanitizer.clean(said.text());
            case ChatEvent.DirectMessage message -> TextSanitizer.clean(message.text());
            case ChatEvent.Emoted acted -> TextEncoder.of(acted, true);
            case ChatEvent.Announced announced -> TextEncoder.of(announced, true);
            case ChatEvent.PresenceEvent unheard -> null;
            case ChatEvent.StoredOnlyEvent unheard -> null;
        };
    }

    static @Nullable String of(Reply reply) {
        return switch (reply) {
            case Reply.Welcomed unheard -> null;
            case Reply.Hint unheard -> null;
            case Reply.DirectMessageSent you -> of(you.event());
            case Reply.HistoryPage page -> lines(TextEncoder.summary(page), page.events(), page.asOf());
            case Reply.Resumed resumed -> resumed(resumed);
            case Reply.Unread unread -> lines(TextEncoder.summary(unread), unread.messages(), unread.asOf());
            default -> TextEncoder.of(reply);
        };
    }

    private static String resumed(Reply.Resumed resumed) {
        return Stream.concat(
                        texts(resumed.missed().events(), resumed.missed().asOf()),
                        Stream.of(TextEncoder.summary(resumed)))
                .collect(joining("\n"));
    }

    private static String lines(String first, List<? extends ChatEvent> events, Instant today) {
        return Stream.concat(Stream.of(first), texts(events, today)).collect(joining("\n"));
    }

    private static Stream<String> texts(List<? extends ChatEvent> events, Instant today) {
        return TextEncoder.dated(events, today, BareEncoder::of).stream();
    }
}
