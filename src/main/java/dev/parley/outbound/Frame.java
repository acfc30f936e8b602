package dev.parley.outbound;

import java.nio.charset.StandardCharsets;

/**
 * One or more encoded lines, as they go to the socket. Recipients share a frame: its bytes never change.
 *
 * @param lines number of lines in the bytes
 * @param arrivedNanos {@link System#nanoTime} when the line that caused the first of them had been read
 * @param id of the last event in it; 0 where it has none
 */
public record Frame(byte[] bytes, int lines, long arrivedNanos, long id) {
    /** Creates the frame of a reply, which has no id. */
    public Frame(byte[] bytes, int lines, long arrivedNanos) {
        this(bytes, lines, arrivedNanos, 0);
    }

    /** Marks the end: everything is written, and the connection is to be finished. */
    public static final Frame END = new Frame(new byte[0], 0, 0);

    private static final byte[] BAD_REQUEST =
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    /** Returns the response to an HTTP client. */
    public static Frame badRequest(long now) {
        return new Frame(BAD_REQUEST, 1, now);
    }

    /**
     * Returns the reply to a client of another protocol. It begins like an IRC server's error, because most such
     * clients speak IRC.
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

    /** Joins the first {@code count} frames into one, with the arrival time of the first. */
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
