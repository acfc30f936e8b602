package dev.parley.rest.rooms;

import dev.parley.protocol.Nick;
import dev.parley.ratelimit.KeyedBuckets;
import dev.parley.rest.problem.ApiProblem;
import dev.parley.session.SessionLimits;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * Limits the messages and bytes of each sender as those of a client. A client above its rate is read later; a request
 * above it is refused.
 */
final class PostRateLimiter {
    private final SessionLimits limits;
    private final TimeMeter time;
    private final KeyedBuckets<Nick> messages;
    private final KeyedBuckets<Nick> bytes;

    PostRateLimiter(SessionLimits limits, TimeMeter time) {
        this.limits = limits;
        this.time = time;
        this.messages = buckets(limits.burst(), limits.linesPerSecond());
        this.bytes = buckets(limits.byteBurst(), limits.bytesPerSecond());
    }

    private KeyedBuckets<Nick> buckets(long burst, int perSecond) {
        return new KeyedBuckets<>(() -> Bucket.builder()
                .addLimit(limit -> limit.capacity(burst).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build());
    }

    /** Counts a message, or rejects it. A message larger than the burst counts as one of that size. */
    void admit(Nick sender, int size) {
        if (limits.linesPerSecond() > 0) {
            require(messages.tryConsume(sender));
            ConsumptionProbe probe = bytes.tryConsume(sender, Math.min(size, limits.byteBurst()));
            if (!probe.isConsumed()) {
                messages.giveBack(sender);
            }
            require(probe);
        }
    }

    private void require(ConsumptionProbe probe) {
        if (!probe.isConsumed()) {
            throw ApiProblem.rateLimited(
                    Duration.ofNanos(probe.getNanosToWaitForRefill()),
                    "Too many messages: the limits are " + limits.linesPerSecond() + " messages and "
                            + limits.bytesPerSecond() + " bytes a second, after a burst.");
        }
    }
}
