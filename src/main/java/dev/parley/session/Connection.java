package dev.parley.session;

import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** What a session needs of its socket. */
public interface Connection {
    /** The client's address. */
    InetAddress address();

    /** The name of the listener that accepted it. */
    String listener();

    /** Null where it is not encrypted. */
    default @Nullable TlsInfo tls() {
        return null;
    }

    /** Whether its client is a stranger, who may do nothing, until it has logged in. */
    default boolean requiresLogin() {
        return false;
    }

    /** The stranger has logged in. */
    default void loggedIn() {}

    /** The stranger has sent too much, and is about to be ended. */
    default void flooded() {}

    /** Writes all bytes; waits as long as the client does not read. Called by one thread at a time. */
    void send(byte[] bytes) throws IOException;

    /** The orderly end: nothing more is written, and input is read and dropped until the client ends it too. */
    void finish();

    /** The forced end: resets the connection, which frees a blocked writer and reader. Must not be waited for. */
    void abort();
}
