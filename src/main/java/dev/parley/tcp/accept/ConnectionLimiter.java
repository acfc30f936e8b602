package dev.parley.tcp.accept;

import dev.parley.codec.LineEncoder;
import dev.parley.net.IpNetwork;
import dev.parley.protocol.BanNotice;
import dev.parley.protocol.Format;
import dev.parley.session.port.AddressBans;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Limits the number of connections, in all and per address, and refuses banned addresses. Safe for any thread. */
public final class ConnectionLimiter {
    private static final Duration FLOOD_BAN_DURATION = Duration.ofMinutes(10);

    private final int limit;
    private final int limitPerAddress;
    private final ConnectRateLimiter rates;
    private final Predicate<InetAddress> exempt;
    private final AddressBans addressBans;
    private final MemoryAlarm memory;
    private final BooleanSupplier serving;
    private final UnauthenticatedLimiter unauthenticated;
    private final Map<IpNetwork, Integer> takenByAddress = new HashMap<>();
    private int taken;

    /** @param serving whether the service accepts connections */
    public ConnectionLimiter(
            int limit,
            int limitPerAddress,
            ConnectRateLimiter rates,
            Predicate<InetAddress> exempt,
            AddressBans addressBans,
            MemoryAlarm memory,
            BooleanSupplier serving) {
        this.limit = limit;
        this.limitPerAddress = limitPerAddress;
        this.unauthenticated = new UnauthenticatedLimiter(limit);
        this.rates = rates;
        this.exempt = exempt;
        this.addressBans = addressBans;
        this.memory = memory;
        this.serving = serving;
    }

    /** Most connections: the configured number, or what the operating system allows. */
    public int limit() {
        return limit;
    }

    /**
     * Takes one permit, which {@link #release} gives back, or returns why there is no permit. MUST be called without a
     * lock, because it may collect garbage.
     */
    Optional<RejectReason> acquire() {
        return acquire(memory.admits());
    }

    private synchronized Optional<RejectReason> acquire(boolean hasMemory) {
        if (!serving.getAsBoolean()) {
            return Optional.of(RejectReason.DRAINING);
        }
        if (taken >= limit) {
            return Optional.of(RejectReason.SERVER_FULL);
        }
        if (!hasMemory) {
            return Optional.of(RejectReason.BUSY);
        }
        taken++;
        return Optional.empty();
    }

    /**
     * Counts a taken permit for an address, or returns why the address is refused.
     *
     * @param isUnauthenticated whether the client must log in and counts as not logged in until {@link #authenticated}
     */
    synchronized Optional<RejectReason> acquireFor(InetAddress address, boolean isUnauthenticated) {
        if (addressBans.banned(address).isPresent()) {
            return Optional.of(RejectReason.BANNED);
        }
        IpNetwork network = IpNetwork.ofClient(address);
        boolean isExempt = exempt.test(address);
        if (!isExempt && isTooMany(network)) {
            return Optional.of(RejectReason.TOO_MANY_CONNECTIONS);
        }
        Optional<RejectReason> refusal = isUnauthenticated ? unauthenticated.take(network, isExempt) : Optional.empty();
        if (refusal.isEmpty()) {
            takenByAddress.merge(network, 1, Integer::sum);
        }
        return refusal;
    }

    /** Returns the line for a refused client: a banned one gets the reason and the end of its ban. */
    byte[] line(RejectReason why, InetAddress address, ListenerSettings listener) {
        Optional<BanNotice> ban = why == RejectReason.BANNED ? addressBans.banned(address) : Optional.empty();
        Format format = listener.json() ? Format.JSON : Format.TEXT;
        byte[] line = ban.isEmpty() ? null : LineEncoder.encode(ban.get().refusal(), format, true);
        return line == null ? why.line(listener) : line;
    }

    /** Counts a client as logged in, or as about to release its permit. */
    synchronized void authenticated(InetAddress address) {
        unauthenticated.release(IpNetwork.ofClient(address));
    }

    /** Bans an address for a while, unless it is exempt. */
    void ban(InetAddress address) {
        if (!exempt.test(address)) {
            addressBans.ban(address, "too much was sent before a login", FLOOD_BAN_DURATION);
        }
    }

    /** @param address null for a permit that was not counted for an address */
    synchronized void release(@Nullable InetAddress address) {
        taken--;
        if (address != null) {
            takenByAddress.computeIfPresent(
                    IpNetwork.ofClient(address), (same, count) -> count == 1 ? null : count - 1);
        }
    }

    private boolean isTooMany(IpNetwork network) {
        return takenByAddress.getOrDefault(network, 0) >= limitPerAddress || !rates.tryAdmit(network);
    }
}
