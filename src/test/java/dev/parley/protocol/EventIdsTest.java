package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(1_000));
    private final EventIds ids = new EventIds(now::get);

    @Test
    void anIdIsTheTimeAndACounter() {
        assertThat(ids.next()).isEqualTo(1_000L << 16);
        assertThat(ids.next()).isEqualTo((1_000L << 16) + 1);
    }

    @Test
    void idsAreAboveThoseOfBeforeTheStartThoughTheClockWasSetBack() {
        long before = ids.next();
        now.set(Instant.ofEpochMilli(10));
        assertThat(new EventIds(now::get, before).next()).isEqualTo(before + 1);
    }

    @Test
    void idsGrowWhenTheClockStepsBack() {
        long before = ids.next();
        now.set(Instant.ofEpochMilli(10));
        assertThat(ids.next()).isEqualTo(before + 1);
    }

    @Test
    void idsGrowWhenThereAreMoreThanAMillisecondHolds() {
        long first = ids.next();
        for (int more = 1; more < 1 << 17; more++) {
            ids.next();
        }
        now.set(Instant.ofEpochMilli(1_001));
        assertThat(ids.next()).isEqualTo(first + (1 << 17));
    }
}
