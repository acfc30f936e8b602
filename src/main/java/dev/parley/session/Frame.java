package dev.parley.session;

/**
 * An encoded line, or several, as it goes to the socket. Hearers share it: the bytes are never changed.
 *
 * @param lines how many lines the bytes are
 * @param arrivedNanos {@link System#nanoTime} when the line that caused it had been read
 */
record Frame(byte[] bytes, int lines, long arrivedNanos) {}
