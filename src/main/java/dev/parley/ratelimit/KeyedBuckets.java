package dev.parley.ratelimit;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Token buckets by key. A bucket that is full again is replaced at its next use, so an interval begins with the first
 * token taken in it. Safe for any thread.
 */
public final class KeyedBuckets<K> {
    /** Most keys; one more removes the least recently used key, which then has a full bucket again. */
    private static final int MAX_KEYS = 10_000;

    private final Supplier<Bucket> full;
    private final Map<K, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /** @param full creates a full bucket */
    public KeyedBuckets(Supplier<Bucket> full) {
        this.full = full;
    }

    /** Takes a token if one is available. */
    public ConsumptionProbe tryConsume(K key) {
        return tryConsume(key, 1);
    }

    /** Takes this number of tokens if that many are available. */
    public synchronized ConsumptionProbe tryConsume(K key, long tokens) {
        return buckets.compute(key, (same, bucket) -> bucket == null || isFull(bucket) ? full.get() : bucket)
                .tryConsumeAndReturnRemaining(tokens);
    }

    /** Returns the time until a token is available; zero if one is available now. */
    public synchronized Duration timeToWait(K key) {
        Bucket bucket = buckets.get(key);
        return bucket == null
                ? Duration.ZERO
                : Duration.ofNanos(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
    }

    /** Gives back a token that was taken. */
    public synchronized void giveBack(K key) {
        Bucket bucket = buckets.get(key);
        if (bucket != null) {
            bucket.addTokens(1);
        }
    }

    private static boolean isFull(Bucket bucket) {
        return bucket.asVerbose().getAvailableTokens().getDiagnostics().calculateFullRefillingTime() == 0;
    }
}
