package dev.parley.tcp.accept;

import dev.parley.net.Network;
import dev.parley.session.Sanctions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who may connect: how many in all, how many from one address, and nobody who is banned. Safe for any thread. */
public final class Permits {
    private static final Duration FLOOD_BAN = Duration.ofMinutes(10);

    private final int limit;
    private final int limitPerAddress;
    private final ConnectRates rates;
    private final Predicate<InetAddress> exempt;
    private final Sanctions sanctions;
    private final MemoryAlarm memory;
    private final BooleanSupplier serving;
    private final Strangers strangers;
    private final Map<Network, Integer> takenByAddress = new HashMap<>();
    private int taken;

    /** @param serving whether anyone is accepted at all */
    public Permits(
            int limit,
            int limitPerAddress,
            ConnectRates rates,
            Predicate<InetAddress> exempt,
            Sanctions sanctions,
            MemoryAlarm memory,
            BooleanSupplier serving) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
        this.strangers = new Strangers(limit);
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

    /**
     * Takes one place of all, which {@link #release} gives back; or says why there is none. MUST be called without a lock,
     * as it may collect garbage.
     */
    Optional<Refusal> takePlace() {
        return takePlace(memory.admits());
    }

    private synchronized Optional<Refusal> takePlace(boolean hasMemory) {
        if (!serving.getAsBoolean()) {
            return Optional.of(Refusal.DRAINING);
        }
        if (taken >= limit) {
            return Optional.of(Refusal.SERVER_FULL);
        }
        if (!hasMemory) {
            return Optional.of(Refusal.BUSY);
        }
        taken++;
        return Optional.empty();
    }

    /**
     * Counts a place that was taken for an address; or says why it may not have it.
     *
     * @param isStranger whether it is one of a client that must log in, until {@link #releaseStranger}
     */
    synchronized Optional<Refusal> takeAddress(InetAddress address, boolean isStranger) {
        if (sanctions.banned(address).isPresent()) {
            return Optional.of(Refusal.BANNED);
        }
        Network network = Network.ofClient(address);
        boolean isExempt = exempt.test(address);
        if (!isExempt && isTooMany(network)) {
            return Optional.of(Refusal.TOO_MANY_CONNECTIONS);
        }
        Optional<Refusal> refusal = isStranger ? strangers.take(network, isExempt) : Optional.empty();
        if (refusal.isEmpty()) {
            takenByAddress.merge(network, 1, Integer::sum);
        }
        return refusal;
    }

    /** A stranger has logged in, or is about to give back its place. */
    synchronized void releaseStranger(InetAddress address) {
        strangers.release(Network.ofClient(address));
    }

    /** Nobody connects from there for a while, unless the address is exempt. */
    void ban(InetAddress address) {
        if (!exempt.test(address)) {
            sanctions.ban(address, "too much was sent before a login", FLOOD_BAN);
        }
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
