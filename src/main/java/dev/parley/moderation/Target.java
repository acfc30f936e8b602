package dev.parley.moderation;

import dev.parley.net.Network;
import dev.parley.protocol.Nick;
import java.util.Locale;

/** Whom a ban or a mute is of. */
public sealed interface Target {
    /** Whoever is called so. */
    record Name(Nick nick) implements Target {}

    /** Whoever is logged in to it, whatever they are called. */
    record Account(Nick name) implements Target {}

    /** Whoever comes from there. */
    record From(Network network) implements Target {}

    /** As it is stored. */
    default String text() {
        return switch (this) {
            case Name name -> name.nick().value();
            case Account account -> "@" + account.name();
            case From from -> from.network().toString();
        };
    }

    /** The same for whatever is the same target. */
    default String key() {
        return text().toLowerCase(Locale.ROOT);
    }

    /** No name has a slash or an at sign, and every network has a slash. */
    static Target of(String text) {
        if (text.startsWith("@")) {
            return new Account(new Nick(text.substring(1)));
        }
        return text.contains("/") ? new From(Network.of(text).orElseThrow()) : new Name(new Nick(text));
    }
}
