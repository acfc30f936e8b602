package dev.parley.rest.clients;

import dev.parley.net.IpNetwork;
import dev.parley.operator.ClientValues;
import dev.parley.protocol.Nick;
import dev.parley.rest.FilterParameters;
import dev.parley.rest.TextFilter;
import java.net.InetAddress;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Filter of a list of clients. A client matches if it meets all given criteria.
 *
 * @param room with or without its {@code #}
 * @param ip an address, or a network in CIDR notation
 * @param account name of the account that the client is logged in to
 * @param q part of the nick, the account or the address
 */
record ClientFilter(
        @Nullable String room,
        @Nullable String nick,
        @Nullable String ip,
        @Nullable String account,
        @Nullable String q) {
    Predicate<ClientValues> predicate() {
        TextFilter text = TextFilter.of(q);
        return inRoom().and(called())
                .and(loggedIn())
                .and(from())
                .and(client -> text.matches(client.nick(), client.account(), client.address()));
    }

    private Predicate<ClientValues> inRoom() {
        if (room == null) {
            return client -> true;
        }
        String name = FilterParameters.room(room).value();
        return client -> client.rooms().contains(name);
    }

    private Predicate<ClientValues> called() {
        if (nick == null) {
            return client -> true;
        }
        Nick name = FilterParameters.nick("nick", nick);
        return client -> name.equals(new Nick(client.nick()));
    }

    private Predicate<ClientValues> loggedIn() {
        return account == null ? client -> true : client -> account.equalsIgnoreCase(client.account());
    }

    private Predicate<ClientValues> from() {
        if (ip == null) {
            return client -> true;
        }
        IpNetwork network = FilterParameters.network("ip", ip);
        return client -> network.contains(InetAddress.ofLiteral(client.address()));
    }
}
