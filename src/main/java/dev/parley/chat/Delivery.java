package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Carries what the chat decided to those who must hear it. Called by the chat thread only; MUST NOT block.
 *
 * <p>Each event is delivered once, also where nobody but the one who caused it hears of it. Nothing is sent before
 * {@link #flush}: until then it is not stored. Who hears what, and in which format, is decided when it is told.
 */
public interface Delivery {
    void deliver(ChatEvent event, Audience audience);

    void answer(Member member, Reply reply);

    /** Ends a member's connection after what it was told and after the bye, if there is one. */
    void end(Member member, Reply.@Nullable Bye bye);

    /** Returns the id of the last event that was written to a member; 0 when none was. */
    long lastWritten(Member member);

    /**
     * Sends what was told since the last call.
     *
     * @param saved whether the events in it are stored, and may be known by their ids
     */
    void flush(boolean saved);
}
