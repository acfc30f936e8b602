package dev.parley.rest.moderation;

import dev.parley.operator.RestrictionRequest;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request for a ban.
 *
 * @param force whether to apply the ban despite warnings
 */
record BanRequest(
        @Nullable String nick,
        @Nullable String account,
        @Nullable String network,
        @Nullable String duration,
        @Nullable String reason,
        @Nullable Boolean force) {
    RestrictionRequest restriction(boolean isForced) {
        return new RestrictionRequest(nick, account, network, duration, reason, isForced, null);
    }
}
