package dev.parley.chat;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Carries what the chat decided to those who must hear it. Called by the chat thread only; MUST NOT block. */
public interface Delivery {
    /** Tells an event to all hearers but {@code except}. */
    void deliver(Event event, Collection<Member> hearers, @Nullable Member except);

    void answer(Member member, Answer answer);

    /** Ends a member's connection after what it was told and after the bye, if there is one. */
    void end(Member member, Answer.@Nullable Bye bye);

    /** All that was pending has been applied: what was told may now be sent. */
    void flush();
}
