package dev.parley.chat.port;

import dev.parley.protocol.ChatEvent;
import java.util.List;

/** Keeps what happens, before anyone is told of it. All but questions about it are called by the chat thread only. */
public interface EventLog {
    /** Keeps nothing. */
    EventLog NONE = events -> true;

    /**
     * Keeps the events, in the order of their ids. MUST return within the time it may keep the chat waiting, and MUST
     * NOT throw.
     *
     * @param events may be none
     * @return whether they are kept as promised. If not, they are told without their ids and as unsaved.
     */
    boolean append(List<ChatEvent> events);

    /** Whether what happens is not kept though it should be. Asked by any thread. */
    default boolean isPaused() {
        return false;
    }

    /** How many events wait to be kept. Asked by any thread. */
    default int pending() {
        return 0;
    }
}
