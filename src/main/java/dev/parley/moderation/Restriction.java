package dev.parley.moderation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ban or mute.
 *
 * @param number grows from each ban to the next, and from each mute, over restarts too
 * @param expiresAt for people, as {@code createdAt} is; null for a permanent restriction
 * @param isShadow of a mute: whether its target is not to notice it
 */
public record Restriction(
        long number,
        Target target,
        String reason,
        Instant createdAt,
        @Nullable Instant expiresAt,
        boolean isShadow) {
    /** Id that is short and safe in a URL. */
    public String id() {
        return Long.toString(number, Character.MAX_RADIX);
    }
}
