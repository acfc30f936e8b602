package dev.parley.account;

import dev.parley.net.IpNetwork;
import dev.parley.ratelimit.KeyedBuckets;
import dev.parley.ratelimit.MonotonicTimeMeter;
import dev.parley.time.MonotonicClock;
import io.github.bucket4j.Bucket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Limits new accounts: three from one address, then one every 20 minutes; thirty within ten minutes from all addresses
 * together. A registration is counted before its password is encoded, so that many attempts at once gain nothing. It is
 * no longer counted if no account is created. Safe for any thread.
 */
final class RegistrationLimiter {
    private static final int MAX_PER_ADDRESS = 3;
    private static final Duration ADDRESS_INTERVAL = Duration.ofMinutes(20);
    private static final int MAX_TOTAL = 30;
    private static final Duration TOTAL_INTERVAL = Duration.ofMinutes(10);
    private static final String ALL = "all";

    private final KeyedBuckets<IpNetwork> byAddress;
    private final KeyedBuckets<String> total;
    private final Predicate<InetAddress> exempt;

    /** @param exempt addresses to which only the limit for all addresses together applies */
    RegistrationLimiter(MonotonicClock clock, Predicate<InetAddress> exempt) {
        this.exempt = exempt;
        var meter = new MonotonicTimeMeter(clock);
        byAddress = new KeyedBuckets<>(() -> Bucket.builder()
                .addLimit(limit -> limit.capacity(MAX_PER_ADDRESS).refillGreedy(1, ADDRESS_INTERVAL))
                .withCustomTimePrecision(meter)
                .build());
        total = new KeyedBuckets<>(() -> Bucket.builder()
                .addLimit(limit -> limit.capacity(MAX_TOTAL).refillIntervally(MAX_TOTAL, TOTAL_INTERVAL))
                .withCustomTimePrecision(meter)
                .build());
    }

    /** Counts a registration and returns zero. Above a limit, counts nothing and returns the time to wait. */
    synchronized Duration acquire(InetAddress from) {
        IpNetwork network = IpNetwork.ofClient(from);
        boolean isExempt = exempt.test(from);
        Duration ofOne = isExempt ? Duration.ZERO : byAddress.timeToWait(network);
        Duration ofAll = total.timeToWait(ALL);
        Duration wait = ofOne.compareTo(ofAll) > 0 ? ofOne : ofAll;
        if (wait.isZero()) {
            total.tryConsume(ALL);
            if (!isExempt) {
                byAddress.tryConsume(network);
            }
        }
        return wait;
    }

    synchronized void release(InetAddress from) {
        total.giveBack(ALL);
        if (!exempt.test(from)) {
            byAddress.giveBack(IpNetwork.ofClient(from));
        }
    }
}
