package dev.parley.session.broadcast;

import dev.parley.protocol.Format;
import dev.parley.protocol.Reply;
import dev.parley.session.Session;
import org.jspecify.annotations.Nullable;

/** Output that waits until it is stored. Its recipients and formats are fixed, but its bytes are not encoded yet. */
sealed interface PendingOutput permits Broadcast, PendingOutput.PendingReply, PendingOutput.PendingClose {
    record PendingReply(Session session, Reply answer, Format format) implements PendingOutput {}

    record PendingClose(Session session, Reply.@Nullable Bye bye, Format format) implements PendingOutput {}
}
