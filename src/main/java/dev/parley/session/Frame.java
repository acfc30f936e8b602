package dev.parley.session;

import java.util.Arrays;

/**
 * An encoded line, or several, as it goes to the socket. Hearers share it: the bytes are never changed.
 *
 * @param lines how many lines the bytes are
 * @param arrivedNanos {@link System#nanoTime} when the line that caused it had been read
 */
record Frame(byte[] bytes, int lines, long arrivedNanos) {
    Frame followedBy(Frame next) {
        byte[] both = Arrays.copyOf(bytes, bytes.length + next.bytes.length);
        System.arraycopy(next.bytes, 0, both, bytes.length, next.bytes.length);
        return new Frame(both, lines + next.lines, arrivedNanos);
    }
}
