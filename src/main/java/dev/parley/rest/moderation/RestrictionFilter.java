package dev.parley.rest.moderation;

import dev.parley.moderation.Target;
import dev.parley.net.IpNetwork;
import dev.parley.operator.RestrictionView;
import dev.parley.protocol.Nick;
import dev.parley.rest.FilterParameters;
import dev.parley.rest.TextFilter;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Filter of a list of bans or mutes. A restriction has one target, so with several of the address, the nick and the
 * account it matches if it affects a client with any of them.
 *
 * @param q part of the target, the reason or the creator
 * @param ip an address, or a network in CIDR notation
 */
record RestrictionFilter(
        @Nullable String q,
        @Nullable String ip,
        @Nullable String nick,
        @Nullable String account) {
    Predicate<RestrictionView> predicate() {
        TextFilter text = TextFilter.of(q);
        Predicate<RestrictionView> part = item -> text.matches(item.target(), item.reason(), item.createdBy());
        return ip == null && nick == null && account == null ? part : part.and(affects());
    }

    private Predicate<RestrictionView> affects() {
        IpNetwork from = ip == null ? null : FilterParameters.network("ip", ip);
        Nick called = nick == null ? null : FilterParameters.nick("nick", nick);
        Nick loggedIn = account == null ? null : FilterParameters.nick("account", account);
        return item -> switch (item.asTarget()) {
            case Target.ByNetwork network -> from != null && network.network().overlaps(from);
            case Target.ByNick name -> name.nick().equals(called);
            case Target.ByAccount name -> name.name().equals(loggedIn);
        };
    }
}
