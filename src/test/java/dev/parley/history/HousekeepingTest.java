package dev.parley.history;

import static dev.parley.history.SampleEvents.DEV;
import static dev.parley.history.SampleEvents.NOON;
import static dev.parley.history.SampleEvents.OPS;
import static dev.parley.history.SampleEvents.joined;
import static dev.parley.history.SampleEvents.opened;
import static dev.parley.history.SampleEvents.said;
import static dev.parley.history.SampleEvents.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.WriteBudget;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.EventIds;
import dev.parley.time.FakeClock;
import dev.parley.time.MonotonicClock;
import dev.parley.time.TrustedClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HousekeepingTest extends HistoryFixture {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final long OLD = EventIds.at(NOON.minus(WEEK).toEpochMilli());

    private HistoryLog historyLog;

    @BeforeEach
    void open() {
        historyLog = start(store, HistoryMode.DURABLE);
    }

    @AfterEach
    void close() throws InterruptedException {
        historyLog.close();
    }

    @Test
    void newestMessagesOfEachRoomAreKept() {
        store.append(said(DEV, OLD + 1, OLD + 1_203), null);
        store.append(said(OPS, OLD + 2_001, OLD + 2_002), null);
        prune(3);
        assertThat(store.oldest(DEV, IdRange.after(0), 10, true))
                .extracting("id")
                .containsExactly(OLD + 1_201, OLD + 1_202, OLD + 1_203);
        assertThat(store.oldest(OPS, IdRange.after(0), 10, true)).hasSize(2);
        assertThat(store.isMissing(Map.of("#dev", OLD + 1_199))).isTrue();
        assertThat(store.isMissing(Map.of("#dev", OLD + 1_200))).isFalse();
        assertThat(store.isMissing(Map.of("#ops", OLD - 1))).isFalse();
    }

    @Test
    void joinsAndDirectMessagesDoNotCountAgainstTheMessagesKept() {
        List<ChatEvent> events = new ArrayList<>(said(DEV, OLD + 1, OLD + 2));
        for (int i = 0; i < 700; i++) {
            events.add(i % 2 == 0 ? joined(OLD + 10 + i, DEV) : told(OLD + 10 + i, "psst"));
        }
        store.append(events, null);
        prune(3);
        assertThat(store.oldest(DEV, IdRange.after(0), 10, true)).hasSize(2);
        assertThat(store.isMissing(Map.of("#dev", -1L))).isFalse();
        assertThat(remaining()).isEqualTo(2 + 3 + 3);
    }

    @Test
    void messagesOlderThanTheRetentionAreDeleted() {
        store.append(said(DEV, OLD - 1_200, OLD + 1), null);
        store.append(List.of(joined(OLD - 2_000, OPS), said(OLD + 5, OPS, "new")), null);
        prune(10_000);
        assertThat(store.oldest(DEV, IdRange.after(0), 10, true))
                .extracting("id")
                .containsExactly(OLD, OLD + 1);
        assertThat(store.isMissing(Map.of("#dev", OLD - 2))).isTrue();
        assertThat(store.isMissing(Map.of("#dev", OLD - 1))).isFalse();
        assertThat(store.search(DEV, "" + (OLD - 1), IdRange.ALL, 10)).isEmpty();
        assertThat(store.search(DEV, "" + OLD, IdRange.ALL, 10)).hasSize(1);
    }

    @Test
    void roomWithoutPrunedMessagesIsNotMarkedIncomplete() {
        store.append(List.of(joined(OLD - 2, OPS), said(OLD - 1, DEV, "old"), said(OLD + 5, OPS, "new")), null);
        prune(10_000);
        assertThat(store.isMissing(Map.of("#ops", -1L))).isFalse();
    }

    /** Messages are pruned by their number first. A join, which is older, is pruned later by its age. */
    @Test
    void pruningByAgeKeepsTheMarkOfMessagesPrunedByCount() {
        store.append(List.of(said(OLD - 20, DEV, "a"), joined(OLD - 19, DEV), said(OLD - 1, DEV, "b")), null);
        store.append(said(DEV, OLD + 1, OLD + 4), null);
        store.pruner().beyondNewest("#dev", true, 2, 100);
        assertThat(store.isMissing(Map.of("#dev", OLD + 1))).isTrue();
        prune(10_000);
        assertThat(store.isMissing(Map.of("#dev", OLD + 1))).isTrue();
        assertThat(store.isMissing(Map.of("#dev", OLD + 2))).isFalse();
    }

    @Test
    void idsAreNotUsedAgainAfterAllEventsArePruned() {
        store.append(List.of(said(OLD - 3, DEV, "a"), told(OLD - 2, "psst")), null);
        prune(10_000);
        assertThat(remaining()).isZero();
        assertThat(store.lastId()).isEqualTo(OLD - 2);
    }

    @Test
    void roomLifeIsPrunedWithItsLastMessage() {
        store.append(List.of(opened(OLD - 30, DEV), opened(OLD - 20, DEV), said(OLD + 5, DEV, "a")), null);
        store.append(List.of(opened(OLD + 10, DEV), opened(OLD - 10, OPS)), null);
        prune(10_000);
        assertThat(store.lives().latest()).containsOnlyKeys(DEV);
        assertThat(store.oldest(DEV, IdRange.ALL, 9, true)).extracting("life").containsExactly(OLD - 20);
        assertThat(store.lives().range(DEV, OLD - 30)).isEmpty();
    }

    @Test
    void nothingIsDeletedByAgeWhileTheClockIsAhead() {
        store.append(said(DEV, OLD - 3, OLD + 3), null);
        var clock = new FakeClock();
        var trustedClock = new TrustedClock(clock, clock, NOON);
        clock.stepWallClock(Duration.ofDays(60));
        prune(trustedClock, 10_000);
        store.append(List.of(said(EventIds.at(clock.millis()), DEV, "by the wrong clock")), null);
        assertThat(remaining()).isEqualTo(8);
        var restarted = new TrustedClock(clock, clock, store.pruner().reached().orElseThrow());
        prune(restarted, 10_000);
        assertThat(remaining()).isEqualTo(8);
        restarted.confirm();
        prune(restarted, 10_000);
        assertThat(remaining()).isEqualTo(1);
    }

    @Test
    void newestMessagesAreKeptByCountWhileTheClockIsAhead() {
        store.append(said(DEV, OLD - 3, OLD + 3), null);
        var clock = new FakeClock();
        prune(new TrustedClock(clock, clock, NOON.minus(WEEK)), 3);
        assertThat(remaining()).isEqualTo(3);
    }

    @Test
    void timeReachedIsThatOfTheNewestEventUntilItIsStored() {
        assertThat(store.pruner().reached()).isEmpty();
        store.append(List.of(said(OLD, DEV, "old")), null);
        assertThat(store.pruner().reached()).contains(NOON.minus(WEEK));
        prune(10_000);
        assertThat(store.pruner().reached()).contains(NOON);
        assertThat(store.lastId()).isEqualTo(OLD);
    }

    private void prune(int newest) {
        prune(new TrustedClock(InstantSource.fixed(NOON), MonotonicClock.SYSTEM, NOON), newest);
    }

    private void prune(TrustedClock clock, int newest) {
        housekeeping(clock, newest, new FakeClock()).prune();
    }

    private Housekeeping housekeeping(TrustedClock clock, int newest, MonotonicClock time) {
        var properties = new HistoryProperties(HistoryMode.DURABLE, newest, WEEK);
        return new Housekeeping(store, historyLog, properties, clock, new WriteBudget(time));
    }

    @Test
    void pruningAndIndexingLeaveTheDatabaseToOthersBetweenBatches() {
        store.append(said(DEV, OLD - 1_200, OLD - 1), null);
        var slow = new SlowClock();
        var trustedClock = new TrustedClock(InstantSource.fixed(NOON), MonotonicClock.SYSTEM, NOON);
        housekeeping(trustedClock, 3, slow).prune();
        assertThat(remaining()).isZero();
        int pauses = slow.sleeps.size();
        assertThat(pauses).isPositive();
        store.append(said(DEV, OLD, OLD + 1_200), null);
        boolean hasIndex = store.indexWords(1);
        housekeeping(trustedClock, 3, slow).index();
        assertThat(slow.sleeps.size() > pauses).isEqualTo(hasIndex);
    }

    /** Each look at the clock takes 12 ms. */
    private static final class SlowClock implements MonotonicClock {
        private final List<Long> sleeps = new ArrayList<>();
        private long nanos;

        @Override
        public synchronized long nanos() {
            nanos += Duration.ofMillis(12).toNanos();
            return nanos;
        }

        @Override
        public synchronized void sleep(long forNanos) {
            sleeps.add(forNanos);
            nanos += forNanos;
        }
    }

    private long remaining() {
        return jdbc.sql("SELECT count(*) FROM chat_event").query(Long.class).single();
    }
}
