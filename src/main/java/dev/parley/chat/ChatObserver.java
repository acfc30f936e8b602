package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import org.jspecify.annotations.Nullable;

/**
 * Observes the events of the chat and the clients that cause them. Called by the chat thread; MUST NOT block. Hidden
 * members are not observed.
 */
public interface ChatObserver {
    ChatObserver NONE = new ChatObserver() {};

    /** A member has arrived and has a nick. */
    default void arrived(Member member) {}

    /** @param by the member whose task is applied; null where an operator or the service causes the event */
    default void happened(ChatEvent event, @Nullable Member by) {}

    /** @param word word of a command that a member has sent */
    default void commanded(Member member, String word) {}
}
