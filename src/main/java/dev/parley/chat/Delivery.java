package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Delivers events and replies to their recipients. Called by the chat thread only; MUST NOT block.
 *
 * <p>Each event is delivered once, even if its audience is empty. Nothing is sent before {@link #flush}, because the
 * events are not stored until then. Recipients and their formats are fixed when the event is delivered, not when it is
 * flushed.
 */
public interface Delivery {
    void deliver(ChatEvent event, Audience audience);

    void answer(Member member, Reply reply);

    /** Disconnects a member after everything that was delivered to it and after the bye, if there is one. */
    void end(Member member, Reply.@Nullable Bye bye);

    /** Returns the id of the last event that was written to a member; 0 if none was written. */
    long lastWritten(Member member);

    /** Whether everything that was sent to a member has been written, and nothing was dropped. */
    boolean isAllWritten(Member member);

    /**
     * Sends everything that was delivered since the last call.
     *
     * @param saved whether the events are stored, so that their ids may be sent
     */
    void flush(boolean saved);
}
