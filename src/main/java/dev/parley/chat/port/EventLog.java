package dev.parley.chat.port;

import dev.parley.protocol.ChatEvent;
import java.util.List;

/**
 * Stores events before they are delivered. Only the chat thread may call {@link #append} and {@link #heartbeat}; any
 * thread may call the other methods.
 */
public interface EventLog {
    /** Stores nothing. */
    EventLog NONE = events -> true;

    /**
     * Stores the events, in the order of their ids. Waits for the commit, which {@link #giveUpLateCommit} may give up
     * meanwhile. MUST NOT throw.
     *
     * @param events may be empty
     * @return whether the events are stored as promised; otherwise they are delivered without their ids and as unsaved
     */
    boolean append(List<ChatEvent> events);

    /**
     * Gives up the commit that {@link #append} waits for, if it takes too long. Its events are not stored as promised,
     * and {@code append} returns false whenever the commit ends. MUST NOT block.
     *
     * @return whether a commit was given up
     */
    default boolean giveUpLateCommit() {
        return false;
    }

    /**
     * Shows that the chat thread is alive. Called by the chat thread at least every second; may wait as {@link #append}
     * does, and be given up.
     */
    default void heartbeat() {}

    /** Whether storing is paused although it is configured. Safe for any thread. */
    default boolean isPaused() {
        return false;
    }

    /** Number of events that are not stored yet. Safe for any thread. */
    default int pending() {
        return 0;
    }
}
