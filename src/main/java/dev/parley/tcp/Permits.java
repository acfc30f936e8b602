package dev.parley.tcp;

import dev.parley.session.Network;
import dev.parley.session.Sanctions;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who may connect: how many in all, how many from one address, and nobody who is banned. Safe for any thread. */
public final class Permits {
    private final int limit;
    private final int limitPerAddress;
    private final ConnectRates rates;
    private final Predicate<InetAddress> exempt;
    private final Sanctions sanctions;
    private final MemoryAlarm memory;
    private final BooleanSupplier serving;
    private final Map<Network, Integer> takenByAddress = new HashMap<>();
    private int taken;

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

    /** Takes one place of all, which {@link #release} gives back; or says why there is none. */
    synchronized Optional<Refusal> takePlace() {
        if (!serving.getAsBoolean()) {
            return Optional.of(Refusal.DRAINING);
        }
        if (taken >= limit) {
            return Optional.of(Refusal.SERVER_FULL);
        }
        if (!memory.admits()) {
            return Optional.of(Refusal.BUSY);
        }
        taken++;
        return Optional.empty();
    }

    /** Counts a place that was taken for an address; or says why it may not have it. */
    synchronized Optional<Refusal> takeAddress(InetAddress address) {
        if (sanctions.banned(address).isPresent()) {
            return Optional.of(Refusal.BANNED);
        }
        Network network = Network.ofClient(address);
        if (!exempt.test(address) && isTooMany(network)) {
            return Optional.of(Refusal.TOO_MANY_CONNECTIONS);
        }
        takenByAddress.merge(network, 1, Integer::sum);
        return Optional.empty();
    }

    /** @param address null for a place that was not counted for one */
    synchronized void release(@Nullable InetAddress address) {
        taken--;
        if (address != null) {
            takenByAddress.computeIfPresent(Network.ofClient(address), (same, count) -> count == 1 ? null : count - 1);
        }
    }

    private boolean isTooMany(Network network) {
        return takenByAddress.getOrDefault(network, 0) >= limitPerAddress || !rates.tryAdmit(network);
    }
}
