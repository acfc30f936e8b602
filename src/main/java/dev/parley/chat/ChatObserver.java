package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import org.jspecify.annotations.Nullable;

/** Told what happens and through whom, by the chat thread: MUST NOT block. Not told of members that are hidden. */
public interface ChatObserver {
    ChatObserver NONE = new ChatObserver() {};

    /** Someone is there, and has a name. */
    default void arrived(Member member) {}

    /** @param by whose entry is applied; null where an operator acts, or the service */
    default void happened(ChatEvent event, @Nullable Member by) {}

    /** A member has sent something other than a message. */
    default void commanded(Member member, Command command) {}
}
