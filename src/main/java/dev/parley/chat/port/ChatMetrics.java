package dev.parley.chat.port;

/** Counts what happens in the chat. Called by the chat thread. */
public interface ChatMetrics {
    ChatMetrics NONE = new ChatMetrics() {};

    /** A message, action or private message was delivered. */
    default void messageSent() {}

    default void roomsChanged(int rooms) {}

    /** @param users number of announced people */
    default void usersChanged(int users) {}
}
