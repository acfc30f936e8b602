package dev.parley.account;

import dev.parley.chat.Nick;
import dev.parley.session.Network;
import dev.parley.session.Time;
import java.net.InetAddress;
import java.time.Duration;

/**
 * Wrong passwords, counted by where they come from: after five of one account within a minute no other is looked at for
 * the rest of it, after twenty of any accounts none for the rest of the hour. Nobody can lock the owner out from
 * elsewhere. Safe for any thread.
 */
final class Attempts {
    private static final int A_MINUTE = 5;
    private static final int AN_HOUR = 20;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** One account, tried from one network. */
    private record Minute(Network network, Nick account) {}

    private record Hour(Network network) {}

    private final Counts counts;

    Attempts(Time time) {
        this.counts = new Counts(time);
    }

    /** Whether no password of this account is to be looked at that comes from there. */
    synchronized boolean areTooMany(InetAddress from, Nick account) {
        Network network = Network.ofClient(from);
        return counts.reached(new Minute(network, account), A_MINUTE).isPositive()
                || counts.reached(new Hour(network), AN_HOUR).isPositive();
    }

    synchronized void failed(InetAddress from, Nick account) {
        Network network = Network.ofClient(from);
        counts.add(new Minute(network, account), MINUTE);
        counts.add(new Hour(network), HOUR);
    }
}
