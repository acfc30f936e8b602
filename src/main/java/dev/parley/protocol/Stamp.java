package dev.parley.protocol;

import java.time.Instant;

/**
 * Position of an event in the total order, and two times.
 *
 * @param id positive and growing, even over restarts; nothing else orders events
 * @param at wall-clock time, for people
 * @param arrivedNanos {@link System#nanoTime} when the line that caused the event had been read
 */
public record Stamp(long id, Instant at, long arrivedNanos) {}
