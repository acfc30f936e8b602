package dev.parley.tcp.accept;

import dev.parley.net.IpNetwork;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Limits clients that must log in but have not done so yet, to a few per address and to a fifth of all connections.
 * Called by one thread at a time.
 */
final class UnauthenticatedLimiter {
    private static final int MAX_PER_ADDRESS = 8;
    private static final int MAX_SHARE = 5;

    private final int limit;
    private final Map<IpNetwork, Integer> byAddress = new HashMap<>();
    private int count;

    /** @param connections most connections of all kinds */
    UnauthenticatedLimiter(int connections) {
        this.limit = Math.max(1, connections / MAX_SHARE);
    }

    /** Counts one client, or returns why the client is refused. */
    Optional<RejectReason> take(IpNetwork network, boolean isExempt) {
        if (!isExempt && byAddress.getOrDefault(network, 0) >= MAX_PER_ADDRESS) {
            return Optional.of(RejectReason.TOO_MANY_CONNECTIONS);
        }
        if (count >= limit) {
            return Optional.of(RejectReason.SERVER_FULL);
        }
        byAddress.merge(network, 1, Integer::sum);
        count++;
        return Optional.empty();
    }

    /** Releases the place of a client that has logged in or disconnected. */
    void release(IpNetwork network) {
        byAddress.computeIfPresent(network, (same, strangers) -> strangers == 1 ? null : strangers - 1);
        count--;
    }
}
