package dev.parley.session;

import dev.parley.chat.Answer;
import dev.parley.chat.Format;
import org.jspecify.annotations.Nullable;

/** Something to be told as soon as it is stored: to whom and in which format is decided, the bytes are not made yet. */
sealed interface Held permits Telling, Held.Answered, Held.Ended {
    record Answered(Session session, Answer answer, Format format) implements Held {}

    record Ended(Session session, Answer.@Nullable Bye bye, Format format) implements Held {}
}
