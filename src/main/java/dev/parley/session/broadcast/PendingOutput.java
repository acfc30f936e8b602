package dev.parley.session.broadcast;

import dev.parley.protocol.Answer;
import dev.parley.protocol.Format;
import dev.parley.session.Session;
import org.jspecify.annotations.Nullable;

/** Something to be told as soon as it is stored: to whom and in which format is decided, the bytes are not made yet. */
sealed interface Held permits Telling, Held.Answered, Held.Ended {
    record Answered(Session session, Answer answer, Format format) implements Held {}

    record Ended(Session session, Answer.@Nullable Bye bye, Format format) implements Held {}
}
