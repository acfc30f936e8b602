package dev.parley.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.time.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    private static final long START = FakeClock.START.toEpochMilli();

    private final FakeClock clock = new FakeClock();
    private final EventIds ids = new EventIds(clock);

    @Test
    void idConsistsOfTheTimeAndACounter() {
        assertThat(ids.next()).isEqualTo(START << 16);
        assertThat(ids.next()).isEqualTo((START << 16) + 1);
    }

    @Test
    void idsGrowOverARestartWithAnEarlierClock() {
        long before = ids.next();
        clock.stepWallClock(Duration.ofSeconds(-1));
        assertThat(new EventIds(clock, before).next()).isEqualTo(before + 1);
    }

    @Test
    void idsGrowWhenTheClockStepsBack() {
        long before = ids.next();
        clock.stepWallClock(Duration.ofSeconds(-1));
        assertThat(ids.next()).isEqualTo(before + 1);
    }

    @Test
    void idsOfTwoSlotsDifferAndGrow() {
        var others = new EventIds(clock);
        ids.useSlot(0);
        others.useSlot(63);
        List<Long> own = Stream.generate(ids::next).limit(1_000).toList();
        assertThat(own).isSorted().doesNotHaveDuplicates();
        assertThat(Stream.generate(others::next).limit(1_000)).isSorted().doesNotContainAnyElementsOf(own);
    }

    @Test
    void idsGrowWhenTheCounterOfAMillisecondOverflows() {
        long first = ids.next();
        for (int more = 1; more < 1 << 17; more++) {
            ids.next();
        }
        clock.advance(Duration.ofMillis(1));
        assertThat(ids.next()).isEqualTo(first + (1 << 17));
    }
}
