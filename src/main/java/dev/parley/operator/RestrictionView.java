package dev.parley.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.chat.Nick;
import dev.parley.moderation.Ledger;
import dev.parley.moderation.Sanction;
import dev.parley.moderation.Target;
import dev.parley.session.Network;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A ban or a mute, as operators see it. Two of nick, network and account are null.
 *
 * @param shadow of a mute only
 */
record ShownSanction(
        String id,
        @Nullable String nick,
        @Nullable String network,
        @Nullable String account,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean shadow,
        String reason,
        Instant createdAt,
        @Nullable Instant expiresAt) {
    static ShownSanction ofBan(Sanction ban) {
        return of(ban, null);
    }

    static ShownSanction ofMute(Sanction mute) {
        return of(mute, mute.isShadow());
    }

    private static ShownSanction of(Sanction sanction, @Nullable Boolean shadow) {
        Target target = sanction.target();
        return new ShownSanction(
                sanction.id(),
                target instanceof Target.Name name ? name.nick().value() : null,
                target instanceof Target.From from ? from.network().toString() : null,
                target instanceof Target.Account account ? account.name().value() : null,
                shadow,
                sanction.reason(),
                sanction.createdAt(),
                sanction.expiresAt());
    }

    /** Of those after the one with this id, as many as the limit and one more, where there are so many. */
    static List<Sanction> after(Ledger ledger, @Nullable String cursor, int limit) {
        Page.check(limit);
        try {
            return ledger.after(cursor, limit + 1);
        } catch (NumberFormatException e) {
            throw Page.badCursor();
        }
    }

    Target targeted() {
        return nick != null
                ? new Target.Name(new Nick(nick))
                : account != null
                        ? new Target.Account(new Nick(account))
                        : new Target.From(Network.of(String.valueOf(network)).orElseThrow());
    }

    /** Whom it is of. */
    String target() {
        return Objects.requireNonNullElse(nick != null ? nick : network, String.valueOf(account));
    }

    String until() {
        return expiresAt == null ? "for good" : "until " + expiresAt;
    }
}
