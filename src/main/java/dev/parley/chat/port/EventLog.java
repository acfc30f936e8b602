package dev.parley.chat.port;

import dev.parley.protocol.ChatEvent;
import java.util.List;

/**
 * Stores events before they are delivered. Only the chat thread may call {@link #append}; any thread may call the other
 * methods.
 */
public interface EventLog {
    /** Stores nothing. */
    EventLog NONE = events -> () -> true;

    /**
     * Begins to store the events, in the order of their ids. MUST NOT wait for the database, and MUST NOT throw. The
     * caller waits for the commit before it begins the next one.
     *
     * @param events may be empty
     */
    Commit append(List<ChatEvent> events);

    /** Commit that has begun. */
    interface Commit {
        /**
         * Waits for the end of the commit, but no longer than it may keep the chat waiting. MUST NOT throw.
         *
         * @return whether the events are stored as promised; otherwise they are delivered without their ids and as
         *     unsaved
         */
        boolean await();
    }

    /** Whether storing is paused although it is configured. Safe for any thread. */
    default boolean isPaused() {
        return false;
    }

    /** Number of events that are not stored yet. Safe for any thread. */
    default int pending() {
        return 0;
    }
}
