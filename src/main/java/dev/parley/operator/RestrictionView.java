package dev.parley.operator;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.moderation.Restriction;
import dev.parley.moderation.Target;
import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ban or mute, as operators see it. Of nick, network and account, two are null.
 *
 * @param shadow null for a ban
 * @param createdBy operator who gave the restriction its present reason and end; null if it is unknown
 */
public record RestrictionView(
        String id,
        @Nullable String nick,
        @Nullable String network,
        @Nullable String account,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean shadow,
        String reason,
        Instant createdAt,
        @Nullable String createdBy,
        @Nullable Instant expiresAt) {
    public static RestrictionView of(RestrictionKind kind, Restriction restriction) {
        Target target = restriction.target();
        return new RestrictionView(
                restriction.id(),
                target instanceof Target.ByNick name ? name.nick().value() : null,
                target instanceof Target.ByNetwork from ? from.network().toString() : null,
                target instanceof Target.ByAccount account ? account.name().value() : null,
                kind == RestrictionKind.MUTE ? restriction.isShadow() : null,
                restriction.reason(),
                restriction.createdAt(),
                restriction.createdBy(),
                restriction.expiresAt());
    }

    public Target asTarget() {
        return nick != null
                ? new Target.ByNick(new Nick(nick))
                : account != null
                        ? new Target.ByAccount(new Nick(account))
                        : new Target.ByNetwork(
                                IpNetwork.of(String.valueOf(network)).orElseThrow());
    }

    /** Returns the nick, network or account that is not null. */
    public String target() {
        return Objects.requireNonNullElse(nick != null ? nick : network, String.valueOf(account));
    }

    String until() {
        return expiresAt == null ? "permanently" : "until " + expiresAt;
    }
}
