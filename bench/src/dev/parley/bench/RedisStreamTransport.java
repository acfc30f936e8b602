package dev.parley.bench;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A reader of a Redis stream, which asks for the entries after the last one when it has a whole reply. Redis carries
 * out nothing else for a connection that waits for entries, so lines are sent on a second connection.
 */
final class RedisStreamTransport implements ClientTransport {
    /** Lines of a reply before its first entry; the last of them has the number of entries. */
    private static final int HEADER_LINES = 5;

    /** Lines of an entry with one field; the third is its id. */
    private static final int ENTRY_LINES = 8;

    private static final int ID_LINE = 2;

    private final ByteBuffer answers = ByteBuffer.allocateDirect(4 * 1024);
    private final StringBuilder line = new StringBuilder();
    private final SocketChannel channel;
    private final SocketAddress server;
    private final String stream;
    private @Nullable SocketChannel sending;
    private int lines;
    private int entries;
    private String lastId = "$";

    RedisStreamTransport(SocketChannel channel, String stream) throws IOException {
        this.channel = channel;
        this.server = channel.getRemoteAddress();
        this.stream = stream;
        ask();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        int from = into.position();
        int count = channel.read(into);
        for (int i = from; i < into.position(); i++) {
            byte next = into.get(i);
            if (next == '\n') {
                lineRead();
            } else if (next != '\r') {
                line.append((char) next);
            }
        }
        return count;
    }

    private void lineRead() throws IOException {
        if (lines == HEADER_LINES - 1) {
            entries = Integer.parseInt(line, 1, line.length(), 10);
        } else if (lines >= HEADER_LINES && (lines - HEADER_LINES) % ENTRY_LINES == ID_LINE) {
            lastId = line.toString();
        }
        line.setLength(0);
        lines++;
        if (lines == HEADER_LINES + entries * ENTRY_LINES && entries > 0) {
            ask();
        }
    }

    private void ask() throws IOException {
        lines = 0;
        entries = 0;
        String command = "XREAD BLOCK 0 STREAMS " + stream + " " + lastId + "\r\n";
        write(channel, ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        SocketChannel connected = sending;
        if (connected == null) {
            connected = SocketChannel.open(server);
            connected.configureBlocking(false);
            sending = connected;
        }
        while (connected.read(answers.clear()) > 0) {} // the ids of lines sent before
        write(connected, bytes);
    }

    private static void write(SocketChannel to, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        if (sending != null) {
            sending.close();
        }
    }
}
