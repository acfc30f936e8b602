package dev.parley.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A client's bytes on their way to the server and back. */
interface ClientTransport {
    /** Reads what is there; returns -1 at the end. */
    int read(ByteBuffer into) throws IOException;

    /** A server that does not read keeps a whole window waiting here: few lines, so it is waited for. */
    void write(ByteBuffer bytes) throws IOException;

    /** Closes what this has opened itself. */
    default void close() throws IOException {}

    static ClientTransport plain(SocketChannel channel) {
        return new ClientTransport() {
            @Override
            public int read(ByteBuffer into) throws IOException {
                return channel.read(into);
            }

            @Override
            public void write(ByteBuffer bytes) throws IOException {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
        };
    }
}
