package dev.parley.moderation;

import dev.parley.protocol.BanNotice;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ban or mute.
 *
 * @param number number of the restriction, higher than that of every earlier restriction of its kind, also after a
 *     restart
 * @param expiresAt for display only, like {@code createdAt}; null for a permanent restriction
 * @param isShadow whether the target of a mute must not notice it; false for a ban
 * @param createdBy operator who gave the restriction its present reason and end; null if it is unknown
 */
public record Restriction(
        long number,
        Target target,
        String reason,
        Instant createdAt,
        @Nullable Instant expiresAt,
        boolean isShadow,
        @Nullable String createdBy) {
    /** Returns its reason and its end, for the banned client. */
    BanNotice notice() {
        return new BanNotice(reason, expiresAt);
    }

    /** Returns the id, which is short and safe in a URL. */
    public String id() {
        return Long.toString(number, Character.MAX_RADIX);
    }
}
