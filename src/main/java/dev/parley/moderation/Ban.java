package dev.parley.moderation;

import dev.parley.chat.Nick;
import dev.parley.session.Network;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * @param number grows from each ban to the next, over restarts too
 * @param expiresAt for people, as {@code createdAt} is; null for good
 */
public record Ban(
        long number,
        Target target,
        String reason,
        Instant createdAt,
        @Nullable Instant expiresAt) {
    /** Who may not be here. */
    public sealed interface Target {
        /** Nobody may be called so. */
        record Name(Nick nick) implements Target {}

        /** Nobody may come from there. */
        record From(Network network) implements Target {}
    }

    /** Short, and safe in a URL. */
    public String id() {
        return Long.toString(number, Character.MAX_RADIX);
    }
}
