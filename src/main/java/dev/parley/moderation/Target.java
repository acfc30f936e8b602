package dev.parley.moderation;

import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import java.util.Locale;

/** Target of a ban or mute. */
public sealed interface Target {
    /** Clients with this nick. */
    record ByNick(Nick nick) implements Target {}

    /** Clients that are logged in to this account, whatever their nicks are. */
    record ByAccount(Nick name) implements Target {}

    /** Clients from this network. */
    record ByNetwork(IpNetwork network) implements Target {}

    /** Returns the target as it is stored. */
    default String text() {
        return switch (this) {
            case ByNick name -> name.nick().value();
            case ByAccount account -> "@" + account.name();
            case ByNetwork from -> from.network().toString();
        };
    }

    /** Returns a key that is the same for equal targets. */
    default String key() {
        return text().toLowerCase(Locale.ROOT);
    }

    /** Parses a stored target. No name contains a slash or an at sign, and every network contains a slash. */
    static Target of(String text) {
        if (text.startsWith("@")) {
            return new ByAccount(new Nick(text.substring(1)));
        }
        return text.contains("/") ? new ByNetwork(IpNetwork.of(text).orElseThrow()) : new ByNick(new Nick(text));
    }
}
