package dev.parley.session;

import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Socket of a session. */
public interface Connection {
    /** Address of the client. */
    InetAddress address();

    /** Name of the listener that accepted the connection. */
    String listener();

    /** TLS version and cipher; null where the connection is not encrypted. */
    default @Nullable TlsInfo tls() {
        return null;
    }

    /** Whether the client must log in before it may do anything else. */
    default boolean requiresLogin() {
        return false;
    }

    /** Reports that the client has logged in. */
    default void loggedIn() {}

    /** Reports that the client has sent too much before its login, and is about to be disconnected. */
    default void flooded() {}

    /** Writes all bytes. Blocks as long as the client does not read. Called by one thread at a time. */
    void send(byte[] bytes) throws IOException;

    /**
     * Finishes the connection in an orderly way. Nothing more is written. Input is read and dropped until the client
     * also closes its side.
     */
    void finish();

    /**
     * Resets the connection, which frees a blocked writer and reader. Callers MUST NOT wait for it, because closing a
     * socket may block.
     */
    void abort();
}
