package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class IdsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(1_000));
    private final Ids ids = new Ids(now::get);

    @Test
    void anIdIsTheTimeAndACounter() {
        assertThat(ids.next(1)).isEqualTo(1_000L << 16);
        assertThat(ids.next(1)).isEqualTo((1_000L << 16) + 1);
    }

    @Test
    void aBatchGetsIdsInARow() {
        long first = ids.next(10);
        assertThat(ids.next(1)).isEqualTo(first + 10);
    }

    @Test
    void idsGrowWhenTheClockStepsBack() {
        long before = ids.next(1);
        now.set(Instant.ofEpochMilli(10));
        assertThat(ids.next(1)).isEqualTo(before + 1);
    }

    @Test
    void idsGrowWhenThereAreMoreThanAMillisecondHolds() {
        long first = ids.next(1 << 17);
        now.set(Instant.ofEpochMilli(1_001));
        assertThat(ids.next(1)).isEqualTo(first + (1 << 17));
    }
}
