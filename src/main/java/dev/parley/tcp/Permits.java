package dev.parley.tcp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** How many connections there may be, in all and from one address. Safe for any thread. */
public final class Permits {
    private static final int IPV6_NETWORK_BYTES = 8;

    private final int limit;
    private final int limitPerAddress;
    private final ConnectRates rates;
    private final Predicate<InetAddress> exempt;
    private final Map<InetAddress, Integer> takenByAddress = new HashMap<>();
    private int taken;
    private volatile boolean draining;

    Permits(int limit, int limitPerAddress, ConnectRates rates, Predicate<InetAddress> exempt) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
        this.rates = rates;
        this.exempt = exempt;
    }

    /** At most so many connections: what is configured, or what the operating system allows. */
    public int limit() {
        return limit;
    }

    /** From now on everyone is refused. */
    void drain() {
        draining = true;
    }

    /** Takes a permit, which {@link #release} gives back; or says why there is none. */
    synchronized Optional<Refusal> take(InetAddress address) {
        if (draining) {
            return Optional.of(Refusal.DRAINING);
        }
        if (taken >= limit) {
            return Optional.of(Refusal.SERVER_FULL);
        }
        InetAddress network = network(address);
        if (!exempt.test(address) && isTooMany(network)) {
            return Optional.of(Refusal.TOO_MANY_CONNECTIONS);
        }
        taken++;
        takenByAddress.merge(network, 1, Integer::sum);
        return Optional.empty();
    }

    private boolean isTooMany(InetAddress network) {
        return takenByAddress.getOrDefault(network, 0) >= limitPerAddress || !rates.tryAdmit(network);
    }

    synchronized void release(InetAddress address) {
        taken--;
        takenByAddress.computeIfPresent(network(address), (same, count) -> count == 1 ? null : count - 1);
    }

    /** An IPv6 client owns its whole /64. */
    private static InetAddress network(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address;
        }
        byte[] bytes = Arrays.copyOf(Arrays.copyOf(address.getAddress(), IPV6_NETWORK_BYTES), 16);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Sixteen bytes are an IPv6 address", e);
        }
    }
}
