package dev.parley.account;

import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import dev.parley.ratelimit.KeyedBuckets;
import dev.parley.ratelimit.MonotonicTimeMeter;
import dev.parley.time.MonotonicClock;
import io.github.bucket4j.Bucket;
import java.net.InetAddress;
import java.time.Duration;

/**
 * Limits wrong passwords per address. After five wrong passwords for one account within a minute, no password for that
 * account is checked for the rest of that minute. After twenty for any accounts within an hour, no password is checked
 * for the rest of that hour. Passwords from other addresses are still checked, so an owner cannot be locked out. Safe
 * for any thread.
 */
final class FailedLoginLimiter {
    private static final int MAX_PER_MINUTE = 5;
    private static final int MAX_PER_HOUR = 20;

    private record Source(IpNetwork network, Nick account) {}

    private final KeyedBuckets<Source> perMinute;
    private final KeyedBuckets<IpNetwork> perHour;

    FailedLoginLimiter(MonotonicClock clock) {
        var meter = new MonotonicTimeMeter(clock);
        perMinute = new KeyedBuckets<>(() -> Bucket.builder()
                .addLimit(
                        limit -> limit.capacity(MAX_PER_MINUTE).refillIntervally(MAX_PER_MINUTE, Duration.ofMinutes(1)))
                .withCustomTimePrecision(meter)
                .build());
        perHour = new KeyedBuckets<>(() -> Bucket.builder()
                .addLimit(limit -> limit.capacity(MAX_PER_HOUR).refillIntervally(MAX_PER_HOUR, Duration.ofHours(1)))
                .withCustomTimePrecision(meter)
                .build());
    }

    /** Whether no password for this account is checked now if it comes from this address. */
    boolean areTooMany(InetAddress from, Nick account) {
        IpNetwork network = IpNetwork.ofClient(from);
        return perMinute.timeToWait(new Source(network, account)).isPositive()
                || perHour.timeToWait(network).isPositive();
    }

    void failed(InetAddress from, Nick account) {
        IpNetwork network = IpNetwork.ofClient(from);
        perMinute.tryConsume(new Source(network, account));
        perHour.tryConsume(network);
    }
}
