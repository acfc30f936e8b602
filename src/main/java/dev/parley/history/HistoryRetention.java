package dev.parley.history;

import java.time.Duration;

/**
 * What is kept of each room: the rest is deleted in the background.
 *
 * @param messages the newest so many of what was said, and as many of all else that happened
 * @param age and what is younger than that
 */
public record HistoryRetention(int messages, Duration age) {}
