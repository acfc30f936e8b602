package dev.parley.moderation;

import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;

final class Targets {
    private Targets() {}

    static Target nick(String nick) {
        return new Target.ByNick(new Nick(nick));
    }

    static Target network(String network) {
        return new Target.ByNetwork(IpNetwork.of(network).orElseThrow());
    }
}
