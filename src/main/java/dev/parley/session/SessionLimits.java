package dev.parley.session;

import java.time.Duration;

/**
 * @param queueBytes at most so many bytes wait for a client; one more line and it is closed, {@code slow-consumer}
 * @param linesPerSecond a client's lines above this rate, after the burst, wait in its socket; 0 lifts the limit
 * @param burst so many lines are read at once
 * @param write a write that takes longer ends the session, {@code write-timeout}
 * @param answers how long the answers to a client that ended its input may take to be written
 * @param flush how long the rest may take to be written before a session that is ended is reset
 * @param finish how long a client has to end its input after the last line was written
 */
public record SessionLimits(
        int queueBytes,
        int linesPerSecond,
        int burst,
        Duration write,
        Duration answers,
        Duration flush,
        Duration finish) {
    public static SessionLimits of(int queueBytes, int linesPerSecond, int burst) {
        return new SessionLimits(
                queueBytes,
                linesPerSecond,
                burst,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(2));
    }
}
