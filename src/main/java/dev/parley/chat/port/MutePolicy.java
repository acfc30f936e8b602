package dev.parley.chat.port;

import dev.parley.protocol.Nick;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides who is muted. Called by the chat thread only, for everything that others would read; MUST NOT block. */
public interface MutePolicy {
    MutePolicy NONE = (nick, account, client) -> Optional.empty();

    /**
     * @param text gives the muted person the reason and the end of the mute
     * @param isShadow whether the muted person must not notice the mute, and gets no refusal
     */
    record Muted(String text, boolean isShadow) {}

    /**
     * Returns the mute of a client; empty if the client is not muted. Every message passes through this method, so it
     * MUST cost next to nothing and allocate nothing while nobody is muted.
     *
     * @param account the account that the client is logged in to; null for a guest
     */
    Optional<Muted> muted(Nick nick, @Nullable Nick account, Client client);

    /** Returns the mute of a name that belongs to no client; empty where it is not muted. */
    default Optional<Muted> muted(Nick name) {
        return Optional.empty();
    }

    /** Removes the mute of a deleted account. */
    default void accountRemoved(Nick account) {}

    /** Number of mutes in force. */
    default int mutes() {
        return 0;
    }
}
