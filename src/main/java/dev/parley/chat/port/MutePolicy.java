package dev.parley.chat.port;

import dev.parley.protocol.Nick;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who is here and is not heard. Asked by the chat thread only, for each thing that others would read; MUST NOT block. */
public interface MutePolicy {
    MutePolicy NONE = (nick, account, client) -> Optional.empty();

    /**
     * @param text tells the muted why and until when
     * @param isShadow whether they are not to notice, and are told nothing
     */
    record Muted(String text, boolean isShadow) {}

    /**
     * Whether someone is muted now; empty when they are heard. This is on the way of every line: as long as nobody is muted
     * it MUST cost next to nothing, and allocate nothing.
     *
     * @param account the registered name they have proved; null for a guest
     */
    Optional<Muted> muted(Nick nick, @Nullable Nick account, Client client);

    /** An account is no more, and neither is a mute of it. */
    default void accountRemoved(Nick account) {}

    /** How many mutes are in force. */
    default int mutes() {
        return 0;
    }
}
