package dev.parley.chat.port;

import dev.parley.chat.Delivery;
import java.net.InetAddress;

/** A connected client as the chat knows it. A {@link Delivery} knows how to reach it. */
public interface Client {
    /** Id of the connection, unique over restarts. */
    String id();

    InetAddress address();

    /** The address as operators see it; cached, because each event of the client includes it. */
    String addressText();

    /** Name of the listener that accepted the connection. */
    String listener();
}
