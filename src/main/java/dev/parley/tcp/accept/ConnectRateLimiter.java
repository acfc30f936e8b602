package dev.parley.tcp.accept;

import dev.parley.net.IpNetwork;
import dev.parley.ratelimit.KeyedBuckets;
import dev.parley.ratelimit.MonotonicTimeMeter;
import dev.parley.time.MonotonicClock;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * Limits the rate of connections of one address. There is no limit in the first two minutes, when all clients reconnect
 * after a restart.
 */
public final class ConnectRateLimiter {
    private static final long GRACE_PERIOD_NANOS = Duration.ofMinutes(2).toNanos();

    private final KeyedBuckets<IpNetwork> byAddress;
    private final boolean isLimited;
    private final TimeMeter sinceStart;

    /** @param perMinute 0 for no limit */
    public ConnectRateLimiter(int perMinute, int burst, MonotonicClock clock) {
        isLimited = perMinute > 0;
        sinceStart = new MonotonicTimeMeter(clock);
        byAddress = new KeyedBuckets<>(() -> Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .withCustomTimePrecision(sinceStart)
                .build());
    }

    boolean tryAdmit(IpNetwork network) {
        return !isLimited
                || sinceStart.currentTimeNanos() < GRACE_PERIOD_NANOS
                || byAddress.tryConsume(network).isConsumed();
    }
}
