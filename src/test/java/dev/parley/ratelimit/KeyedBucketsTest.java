package dev.parley.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.time.FakeClock;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class KeyedBucketsTest {
    private final FakeClock clock = new FakeClock();
    private final MonotonicTimeMeter meter = new MonotonicTimeMeter(clock);
    private final KeyedBuckets<String> fivePerMinute = new KeyedBuckets<>(() -> Bucket.builder()
            .addLimit(limit -> limit.capacity(5).refillIntervally(5, Duration.ofMinutes(1)))
            .withCustomTimePrecision(meter)
            .build());
    private final KeyedBuckets<String> threeThenOnePerMinute = new KeyedBuckets<>(() -> Bucket.builder()
            .addLimit(limit -> limit.capacity(3).refillGreedy(1, Duration.ofMinutes(1)))
            .withCustomTimePrecision(meter)
            .build());

    @Test
    void refillIntervalBeginsWithItsFirstToken() {
        consume(fivePerMinute, "ann", 1);
        clock.advance(Duration.ofSeconds(150));
        consume(fivePerMinute, "ann", 5);
        assertThat(fivePerMinute.timeToWait("ann")).isEqualTo(Duration.ofMinutes(1));

        clock.advance(Duration.ofMinutes(1).minusNanos(1));
        assertThat(fivePerMinute.tryConsume("ann").isConsumed()).isFalse();
        clock.advance(Duration.ofNanos(1));
        consume(fivePerMinute, "ann", 5);
    }

    @Test
    void greedyRefillAddsTokensOneByOne() {
        consume(threeThenOnePerMinute, "ann", 3);
        clock.advance(Duration.ofSeconds(20));
        assertThat(threeThenOnePerMinute.timeToWait("ann")).isEqualTo(Duration.ofSeconds(40));

        clock.advance(Duration.ofSeconds(40));
        consume(threeThenOnePerMinute, "ann", 1);
        assertThat(threeThenOnePerMinute.tryConsume("ann").isConsumed()).isFalse();
        clock.advance(Duration.ofHours(1));
        consume(threeThenOnePerMinute, "ann", 3);
        assertThat(threeThenOnePerMinute.timeToWait("ann")).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void eachKeyHasItsOwnBucket() {
        consume(fivePerMinute, "ann", 5);
        assertThat(fivePerMinute.timeToWait("bob")).isZero();
        consume(fivePerMinute, "bob", 5);
    }

    @Test
    void tokensGivenBackNeverExceedTheCapacity() {
        fivePerMinute.giveBack("ann");
        consume(fivePerMinute, "ann", 5);
        fivePerMinute.giveBack("ann");
        consume(fivePerMinute, "ann", 1);
        clock.advance(Duration.ofMinutes(1));
        fivePerMinute.giveBack("ann");
        consume(fivePerMinute, "ann", 5);
        assertThat(fivePerMinute.timeToWait("ann")).isPositive();
    }

    @Test
    void theLeastRecentlyUsedOfTenThousandKeysIsRemoved() {
        consume(fivePerMinute, "ann", 5);
        consume(fivePerMinute, "bob", 5);
        for (int i = 0; i < 9_998; i++) {
            consume(fivePerMinute, "key" + i, 1);
        }
        assertThat(fivePerMinute.timeToWait("ann")).isPositive();

        consume(fivePerMinute, "one more", 1);
        assertThat(fivePerMinute.timeToWait("ann")).isPositive();
        assertThat(fivePerMinute.timeToWait("bob")).isZero();
    }

    private static void consume(KeyedBuckets<String> buckets, String key, int tokens) {
        for (int i = 0; i < tokens; i++) {
            assertThat(buckets.timeToWait(key)).isZero();
            assertThat(buckets.tryConsume(key).isConsumed()).isTrue();
        }
        assertThat(buckets.timeToWait("another")).isZero();
    }
}
