package dev.parley.chat;

import java.util.Optional;

/** Which names may be taken, beyond being well formed and free. Asked by the chat thread only; MUST NOT block. */
public interface NickPolicy {
    NickPolicy NONE = nick -> Optional.empty();

    /** Why this name cannot be taken now; empty when it can. */
    Optional<Answer.Refused> refusal(Nick nick);
}
