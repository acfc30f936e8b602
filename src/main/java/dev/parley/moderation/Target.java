package dev.parley.moderation;

import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import java.util.Locale;

/** Whom a ban or a mute is of. */
public sealed interface Target {
    /** Whoever is called so. */
    record ByNick(Nick nick) implements Target {}

    /** Whoever is logged in to it, whatever they are called. */
    record ByAccount(Nick name) implements Target {}

    /** Whoever comes from there. */
    record ByNetwork(IpNetwork network) implements Target {}

    /** As it is stored. */
    default String text() {
        return switch (this) {
            case ByNick name -> name.nick().value();
            case ByAccount account -> "@" + account.name();
            case ByNetwork from -> from.network().toString();
        };
    }

    /** The same for whatever is the same target. */
    default String key() {
        return text().toLowerCase(Locale.ROOT);
    }

    /** No name has a slash or an at sign, and every network has a slash. */
    static Target of(String text) {
        if (text.startsWith("@")) {
            return new ByAccount(new Nick(text.substring(1)));
        }
        return text.contains("/") ? new ByNetwork(IpNetwork.of(text).orElseThrow()) : new ByNick(new Nick(text));
    }
}
