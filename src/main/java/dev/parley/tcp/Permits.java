package dev.parley.tcp;

import dev.parley.session.Network;
import dev.parley.session.Sanctions;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Who may connect: how many in all, how many from one address, and nobody who is banned. Safe for any thread. */
public final class Permits {
    private final int limit;
    private final int limitPerAddress;
    private final ConnectRates rates;
    private final Predicate<InetAddress> exempt;
    private final Sanctions sanctions;
    private final MemoryAlarm memory;
    private final BooleanSupplier serving;
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<Network, Integer> takenByAddress = new ConcurrentHashMap<>();

    /** @param serving whether anyone is accepted at all */
    Permits(
            int limit,
            int limitPerAddress,
            ConnectRates rates,
            Predicate<InetAddress> exempt,
            Sanctions sanctions,
            MemoryAlarm memory,
            BooleanSupplier serving) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
        this.rates = rates;
        this.exempt = exempt;
        this.sanctions = sanctions;
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
        if (sanctions.banned(address).isPresent()) {
            return Optional.of(Refusal.BANNED);
        }
        if (taken.get() >= limit) {
            return Optional.of(Refusal.SERVER_FULL);
        }
        if (!memory.admits()) {
            return Optional.of(Refusal.BUSY);
        }
        Network network = Network.ofClient(address);
        if (!exempt.test(address) && isTooMany(network)) {
            return Optional.of(Refusal.TOO_MANY_CONNECTIONS);
        }
        taken.incrementAndGet();
        takenByAddress.merge(network, 1, Integer::sum);
        return Optional.empty();
    }

    private boolean isTooMany(Network network) {
        return takenByAddress.getOrDefault(network, 0) >= limitPerAddress || !rates.tryAdmit(network);
    }

    void release(InetAddress address) {
        taken.decrementAndGet();
        takenByAddress.computeIfPresent(Network.ofClient(address), (same, count) -> count == 1 ? null : count - 1);
    }
}
