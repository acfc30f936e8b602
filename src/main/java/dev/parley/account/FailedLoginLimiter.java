package dev.parley.account;

import dev.parley.net.Network;
import dev.parley.protocol.Nick;
import dev.parley.ratelimit.Buckets;
import dev.parley.ratelimit.MonotonicTimeMeter;
import dev.parley.time.Time;
import io.github.bucket4j.Bucket;
import java.net.InetAddress;
import java.time.Duration;

/**
 * Wrong passwords, counted by where they come from: after five of one account within a minute no other is looked at for
 * the rest of it, after twenty of any accounts none for the rest of the hour. Nobody can lock the owner out from
 * elsewhere. Safe for any thread.
 */
final class Attempts {
    private static final int MAX_PER_MINUTE = 5;
    private static final int MAX_PER_HOUR = 20;

    private record Source(Network network, Nick account) {}

    private final Buckets<Source> perMinute;
    private final Buckets<Network> perHour;

    Attempts(Time time) {
        var meter = new MonotonicTimeMeter(time);
        perMinute = new Buckets<>(() -> Bucket.builder()
                .addLimit(
                        limit -> limit.capacity(MAX_PER_MINUTE).refillIntervally(MAX_PER_MINUTE, Duration.ofMinutes(1)))
                .withCustomTimePrecision(meter)
                .build());
        perHour = new Buckets<>(() -> Bucket.builder()
                .addLimit(limit -> limit.capacity(MAX_PER_HOUR).refillIntervally(MAX_PER_HOUR, Duration.ofHours(1)))
                .withCustomTimePrecision(meter)
                .build());
    }

    /** Whether no password of this account is to be looked at that comes from there. */
    boolean areTooMany(InetAddress from, Nick account) {
        Network network = Network.ofClient(from);
        return perMinute.timeToWait(new Source(network, account)).isPositive()
                || perHour.timeToWait(network).isPositive();
    }

    void failed(InetAddress from, Nick account) {
        Network network = Network.ofClient(from);
        perMinute.tryConsume(new Source(network, account));
        perHour.tryConsume(network);
    }
}
