package dev.parley.outbound;

import java.nio.charset.StandardCharsets;

/**
 * An encoded line, or several, as it goes to the socket. Hearers share it: the bytes are never changed.
 *
 * @param lines how many lines the bytes are
 * @param arrivedNanos {@link System#nanoTime} when the line that caused the first of them had been read
 * @param id of the last event it tells; 0 where it tells none
 */
public record Frame(byte[] bytes, int lines, long arrivedNanos, long id) {
    /** An answer. */
    public Frame(byte[] bytes, int lines, long arrivedNanos) {
        this(bytes, lines, arrivedNanos, 0);
    }

    /** Everything is written and nothing will follow: the connection is to be finished. */
    public static final Frame END = new Frame(new byte[0], 0, 0);

    private static final byte[] BAD_REQUEST =
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    /** The answer to one who speaks HTTP. */
    public static Frame badRequest(long now) {
        return new Frame(BAD_REQUEST, 1, now);
    }

    /**
     * The answer to one who speaks another protocol. It begins as an IRC server's would, as those are most.
     *
     * @param name of that protocol
     */
    public static Frame wrongProtocol(String name, long now) {
        String line = "ERROR :This is a Parley chat, not " + name
                + ": it takes lines of UTF-8 text, such as those of nc or telnet, and nothing was published\n";
        return new Frame(line.getBytes(StandardCharsets.UTF_8), 1, now);
    }

    public Frame followedBy(Frame next) {
        return joined(new Frame[] {this, next}, 2);
    }

    /** The first of them as one, which came when the first did. */
    public static Frame joined(Frame[] frames, int count) {
        if (count == 1) {
            return frames[0];
        }
        int lines = 0;
        int length = 0;
        long lastId = 0;
        for (int i = 0; i < count; i++) {
            lines += frames[i].lines;
            length += frames[i].bytes.length;
            lastId = Math.max(lastId, frames[i].id);
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (int i = 0; i < count; i++) {
            System.arraycopy(frames[i].bytes, 0, bytes, at, frames[i].bytes.length);
            at += frames[i].bytes.length;
        }
        return new Frame(bytes, lines, frames[0].arrivedNanos, lastId);
    }
}
