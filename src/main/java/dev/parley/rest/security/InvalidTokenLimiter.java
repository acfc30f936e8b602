package dev.parley.rest.security;

import dev.parley.net.IpNetwork;
import dev.parley.ratelimit.KeyedBuckets;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Limits wrong tokens per address. After ten within a minute, further requests from that address without a valid token
 * have to wait. Requests with a valid token are not limited, so that nobody can lock an operator out; only a token
 * whose key would have to be requested from its issuer is not valid meanwhile. Safe for any thread.
 */
final class InvalidTokenLimiter {
    private static final Logger log = LoggerFactory.getLogger(InvalidTokenLimiter.class);
    private static final int MAX_PER_MINUTE = 10;

    /**
     * Network that stands for callers whose address is unknown, because a proxy reports a text that is not an address.
     */
    private static final IpNetwork UNKNOWN = IpNetwork.of("0.0.0.0").orElseThrow();

    /** Lines that are logged at once; then one line a second is logged, for all addresses together. */
    private static final int LOG_BURST = 20;

    private final Consumer<String> tooMany;
    private final KeyedBuckets<IpNetwork> left;
    private final Bucket lines;
    private final AtomicLong notLogged = new AtomicLong();

    /** @param tooMany receives the address that has reached the limit */
    InvalidTokenLimiter(TimeMeter time, Consumer<String> tooMany) {
        this.tooMany = tooMany;
        left = new KeyedBuckets<>(() -> Bucket.builder()
                .addLimit(
                        limit -> limit.capacity(MAX_PER_MINUTE).refillIntervally(MAX_PER_MINUTE, Duration.ofMinutes(1)))
                .withCustomTimePrecision(time)
                .build());
        lines = Bucket.builder()
                .addLimit(limit -> limit.capacity(LOG_BURST).refillGreedy(1, Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build();
    }

    /** Counts a wrong token. Returns zero below the limit, otherwise the time to wait. */
    Duration add(String address) {
        var probe = left.tryConsume(network(address));
        if (probe.isConsumed()) {
            log(address);
            if (probe.getRemainingTokens() == 0) {
                tooMany.accept(address);
            }
        }
        return Duration.ofNanos(probe.isConsumed() ? 0 : probe.getNanosToWaitForRefill());
    }

    /** Returns the time that a request without a token must wait. The request is not counted. */
    Duration left(String address) {
        return left.timeToWait(network(address));
    }

    private void log(String address) {
        if (lines.tryConsume(1)) {
            log.warn("Invalid API token from {} ({} more not logged)", address, notLogged.getAndSet(0));
        } else {
            notLogged.incrementAndGet();
        }
    }

    private static IpNetwork network(String address) {
        return IpNetwork.of(address.split("%")[0]).orElse(UNKNOWN); // without the zone of a link-local address
    }
}
