package dev.parley.chat.port;

/** Told what the chat counts, by the chat thread. */
public interface ChatMetrics {
    ChatMetrics NONE = new ChatMetrics() {};

    /** A message, action or private message was delivered. */
    default void messageSent() {}

    default void roomsChanged(int rooms) {}

    /** @param users announced people */
    default void usersChanged(int users) {}
}
