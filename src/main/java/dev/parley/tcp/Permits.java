package dev.parley.tcp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** How many connections there may be, in all and from one address. Safe for any thread. */
public final class Permits {
    private static final int IPV6_NETWORK_BYTES = 8;

    private final int limit;
    private final int limitPerAddress;
    private final ConnectRates rates;
    private final Predicate<InetAddress> exempt;
    private final MemoryAlarm memory;
    private final BooleanSupplier serving;
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<InetAddress, Integer> takenByAddress = new ConcurrentHashMap<>();

    /** @param serving whether anyone is accepted at all */
    Permits(
            int limit,
            int limitPerAddress,
            ConnectRates rates,
            Predicate<InetAddress> exempt,
            MemoryAlarm memory,
            BooleanSupplier serving) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
        this.rates = rates;
        this.exempt = exempt;
        this.memory = memory;
        this.serving = serving;
    }

    /** At most so many connections: what is configured, or what the operating system allows. */
    public int limit() {
        return limit;
    }

    /** Takes a permit, which {@link #release} gives back; or says why there is none. Called by the accepting thread. */
    Optional<Refusal> take(InetAddress address) {
        if (!serving.getAsBoolean()) {
            return Optional.of(Refusal.DRAINING);
        }
        if (taken.get() >= limit) {
            return Optional.of(Refusal.SERVER_FULL);
        }
        if (!memory.admits()) {
            return Optional.of(Refusal.BUSY);
        }
        InetAddress network = network(address);
        if (!exempt.test(address) && isTooMany(network)) {
            return Optional.of(Refusal.TOO_MANY_CONNECTIONS);
        }
        taken.incrementAndGet();
        takenByAddress.merge(network, 1, Integer::sum);
        return Optional.empty();
    }

    private boolean isTooMany(InetAddress network) {
        return takenByAddress.getOrDefault(network, 0) >= limitPerAddress || !rates.tryAdmit(network);
    }

    void release(InetAddress address) {
        taken.decrementAndGet();
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
