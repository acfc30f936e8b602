package dev.parley.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An encoded line, or several, as it goes to the socket. Hearers share it: the bytes are never changed.
 *
 * @param lines how many lines the bytes are
 * @param arrivedNanos {@link System#nanoTime} when the line that caused it had been read
 * @param id of the event it tells; 0 for an answer that has no place among them
 */
record Frame(byte[] bytes, int lines, long arrivedNanos, long id) {
    /** An answer. */
    Frame(byte[] bytes, int lines, long arrivedNanos) {
        this(bytes, lines, arrivedNanos, 0);
    }

    private static final byte[] BAD_REQUEST =
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    /** The answer to one who speaks HTTP. */
    static Frame badRequest(long now) {
        return new Frame(BAD_REQUEST, 1, now);
    }

    Frame followedBy(Frame next) {
        byte[] both = Arrays.copyOf(bytes, bytes.length + next.bytes.length);
        System.arraycopy(next.bytes, 0, both, bytes.length, next.bytes.length);
        return new Frame(both, lines + next.lines, arrivedNanos, next.id);
    }
}
