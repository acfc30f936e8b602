package dev.parley.rest.moderation;

import dev.parley.operator.RestrictionRequest;
import org.jspecify.annotations.Nullable;

/**
 * Body of a request for a mute.
 *
 * @param shadow whether the target must not notice the mute
 */
record MuteRequest(
        @Nullable String nick,
        @Nullable String account,
        @Nullable String network,
        @Nullable String duration,
        @Nullable String reason,
        @Nullable Boolean shadow) {
    RestrictionRequest restriction() {
        return new RestrictionRequest(nick, account, network, duration, reason, null, shadow);
    }
}
