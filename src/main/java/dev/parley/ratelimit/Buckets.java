package dev.parley.admin;

import io.github.bucket4j.Bucket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A bucket of tokens for each of many. Safe for any thread. */
final class Buckets<K> {
    /** So many are remembered; one more, and the one that was not asked for longest is forgotten, which fills it. */
    private static final int REMEMBERED = 10_000;

    private final Supplier<Bucket> full;
    private final Map<K, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<K, Bucket> eldest) {
            return size() > REMEMBERED;
        }
    };

    Buckets(Supplier<Bucket> full) {
        this.full = full;
    }

    synchronized Bucket of(K whom) {
        return buckets.computeIfAbsent(whom, first -> full.get());
    }

    /** Empty where nothing was taken yet. */
    synchronized Optional<Bucket> present(K whom) {
        return Optional.ofNullable(buckets.get(whom));
    }
}
