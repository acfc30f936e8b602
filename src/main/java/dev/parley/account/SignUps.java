package dev.parley.account;

import dev.parley.session.Network;
import dev.parley.session.Time;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * New accounts: three within an hour from one address, thirty within ten minutes from all (the numbers of ergo). Each is
 * counted before its password is encoded, so that trying many at once gains nothing, and taken back when there is no
 * account in the end. Safe for any thread.
 */
final class SignUps {
    private static final int OF_ONE = 3;
    private static final int OF_ALL = 30;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Object ALL = "all";

    private final Counts counts;
    private final Predicate<InetAddress> exempt;

    /** @param exempt the addresses that only the limit of all holds for */
    SignUps(Time time, Predicate<InetAddress> exempt) {
        this.counts = new Counts(time);
        this.exempt = exempt;
    }

    /** Counts one, and returns zero; or returns how long there may be none, and counts nothing. */
    synchronized Duration take(InetAddress from) {
        Network network = Network.ofClient(from);
        Duration ofOne = exempt.test(from) ? Duration.ZERO : counts.reached(network, OF_ONE);
        Duration ofAll = counts.reached(ALL, OF_ALL);
        Duration wait = ofOne.compareTo(ofAll) > 0 ? ofOne : ofAll;
        if (wait.isZero()) {
            counts.add(network, HOUR);
            counts.add(ALL, TEN_MINUTES);
        }
        return wait;
    }

    synchronized void takeBack(InetAddress from) {
        counts.takeBack(Network.ofClient(from));
        counts.takeBack(ALL);
    }
}
