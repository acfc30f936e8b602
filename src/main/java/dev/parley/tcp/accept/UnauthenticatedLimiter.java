package dev.parley.tcp.accept;

import dev.parley.net.IpNetwork;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Those who have not logged in yet where they must: a few of one address, and a fifth of all. One thread at a time. */
final class UnauthenticatedLimiter {
    private static final int MAX_PER_ADDRESS = 8;
    private static final int MAX_SHARE = 5;

    private final int limit;
    private final Map<IpNetwork, Integer> byAddress = new HashMap<>();
    private int count;

    /** @param connections at most so many connections of all kinds */
    UnauthenticatedLimiter(int connections) {
        this.limit = Math.max(1, connections / MAX_SHARE);
    }

    /** Counts one; or says why there may not be another. */
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

    /** One has logged in, or gone. */
    void release(IpNetwork network) {
        byAddress.computeIfPresent(network, (same, strangers) -> strangers == 1 ? null : strangers - 1);
        count--;
    }
}
