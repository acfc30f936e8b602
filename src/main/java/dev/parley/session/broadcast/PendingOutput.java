package dev.parley.session.broadcast;

import dev.parley.protocol.Format;
import dev.parley.protocol.Reply;
import dev.parley.session.Session;
import org.jspecify.annotations.Nullable;

/** Something to be told as soon as it is stored: to whom and in which format is decided, the bytes are not made yet. */
sealed interface PendingOutput permits Broadcast, PendingOutput.PendingReply, PendingOutput.PendingClose {
    record PendingReply(Session session, Reply answer, Format format) implements PendingOutput {}

    record PendingClose(Session session, Reply.@Nullable Bye bye, Format format) implements PendingOutput {}
}
