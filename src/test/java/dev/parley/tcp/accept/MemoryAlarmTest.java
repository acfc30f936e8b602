package dev.parley.tcp.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.time.FakeClock;
import dev.parley.time.MonotonicClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryAlarmTest {
    private final MemoryAlarm alarm = new MemoryAlarm(1_000, MonotonicClock.SYSTEM);

    @Test
    void alarmIsRaisedAboveFourFifthsOfTheHeapAndClearedBelow() {
        alarm.collected(800);
        assertThat(alarm.admits()).isTrue();
        alarm.collected(801);
        assertThat(alarm.admits()).isFalse();
        assertThat(alarm.isRaised()).isTrue();
        alarm.collected(800);
        assertThat(alarm.admits()).isTrue();
    }

    @Test
    void loadIsShedAboveNineTenthsOfTheHeap() {
        alarm.collected(900);
        assertThat(alarm.isShedding()).isFalse();
        alarm.collected(901);
        assertThat(alarm.isShedding()).isTrue();
        alarm.collected(900);
        assertThat(alarm.isShedding()).isFalse();
    }

    @Test
    void alarmIsUpdatedByGarbageCollections() {
        alarm.watch();
        System.gc();
        await().atMost(Duration.ofSeconds(30)).until(alarm::isRaised);
    }

    @Test
    void alarmIsUpdatedWhenTheLastCollectionWasLongAgo() {
        var clock = new FakeClock();
        var large = new MemoryAlarm(Long.MAX_VALUE, clock);
        large.watch();
        large.collected(Long.MAX_VALUE);
        clock.advance(Duration.ofMinutes(2));
        large.admits();
        await().atMost(Duration.ofSeconds(30)).until(large::admits);
    }
}
