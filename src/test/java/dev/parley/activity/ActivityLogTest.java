package dev.parley.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.DatabaseExecutor;
import dev.parley.database.ReadRefusingDataSource;
import dev.parley.database.TestDatabase;
import dev.parley.database.WriteBudget;
import dev.parley.net.IpNetwork;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.time.FakeClock;
import dev.parley.time.MonotonicClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What those who follow events are promised, on each of the databases. */
class ActivityLogTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration SOON = Duration.ofMillis(1);

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final WriteBudget budget = new WriteBudget(MonotonicClock.SYSTEM);
    private final DatabaseExecutor executor = new DatabaseExecutor();
    private HikariDataSource dataSource;
    private JdbcClient jdbc;
    private ActivityLog activity;

    private void open(TestDatabase database) {
        dataSource = database.open(folder);
        jdbc = JdbcClient.create(dataSource);
        activity = restarted(Duration.ofDays(7), 1 << 20);
    }

    private ActivityLog restarted(Duration maxAge, long maxCharacters) {
        var log = new ActivityLog(
                new ActivityStore(new ReadRefusingDataSource(dataSource), dataSource, executor),
                maxAge,
                maxCharacters,
                clock,
                clock);
        log.load();
        return log;
    }

    @AfterEach
    void close() {
        executor.close();
        dataSource.close();
    }

    @ParameterizedTest
    @EnumSource
    void followerGetsOnlyEventsAfterItSubscribed(TestDatabase database) throws Exception {
        open(database);
        happens(joined("early", "#lobby", "192.0.2.1"));
        var follower = follow(EventFilter.ALL, null);
        happens(joined("bob", "#lobby", "192.0.2.2"));
        var told = follower.take(SOON);
        assertThat(told).hasSize(1);
        String id = String.valueOf(told.getFirst().id());
        assertThat(told.getFirst().json())
                .isEqualTo(
                        "{\"id\":\"" + id + "\",\"type\":\"join\",\"at\":\"2026-11-25T12:00:00Z\",\"client\":\"c-bob\","
                                + "\"nick\":\"bob\",\"address\":\"192.0.2.2\",\"room\":\"#lobby\"}");
    }

    @ParameterizedTest
    @EnumSource
    void followerGetsAllMissedEventsAfterARestart(TestDatabase database) throws Exception {
        open(database);
        var before = follow(EventFilter.ALL, null);
        happens(joined("n0", "#lobby", "192.0.2.2"));
        long heard = before.take(SOON).getFirst().id();
        for (int i = 1; i < 60; i++) {
            happens(joined("n" + i, "#lobby", "192.0.2.2"), joined("m" + i, "#lobby", "192.0.2.2"));
        }
        activity.close();
        activity = restarted(Duration.ofDays(7), 1 << 20);
        var after = follow(EventFilter.ALL, heard);
        happens(joined("live", "#lobby", "192.0.2.2"));
        assertThat(replayed(after)).hasSize(118).startsWith("n1", "m1", "n2").endsWith("m59");
        assertThat(nicks(after.take(SOON))).containsExactly("live");
        assertThat(after.replay().isComplete()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void pastEventsOfAFollowerAreThoseBeforeItsLiveOnes(TestDatabase database) throws Exception {
        open(database);
        for (int i = 0; i < 12; i++) {
            happens(joined("n" + i, "#lobby", "192.0.2.2"), joined("m" + i, "#dev", "192.0.2.2"));
        }
        var all = follow(EventFilter.ALL, null);
        var inDev = follow(new EventFilter(Set.of(), RoomName.of("#dev").orElseThrow(), null, null), null);
        happens(joined("live", "#dev", "192.0.2.2"));

        assertThat(past(all)).hasSize(24).startsWith("m11", "n11", "m10").endsWith("n0");
        assertThat(past(inDev)).hasSize(12).startsWith("m11", "m10").endsWith("m0");
        assertThat(nicks(inDev.take(SOON))).containsExactly("live");
        assertThat(past(all)).hasSize(24);
    }

    @ParameterizedTest
    @EnumSource
    void pastEventsBeginAfterThoseThatWerePruned(TestDatabase database) throws Exception {
        open(database);
        try (var early = follow(EventFilter.ALL, null)) {
            assertThat(past(early)).isEmpty();
        }
        happens(joined("old", "#lobby", "192.0.2.2"));
        clock.advance(Duration.ofDays(8));
        happens(joined("new", "#lobby", "192.0.2.2"));
        activity.prune(Optional.of(clock.instant()), budget);

        assertThat(past(follow(EventFilter.ALL, null))).containsExactly("new");
    }

    private static List<String> past(EventFollower follower) {
        PastEvents past = follower.replay().past();
        List<ActivityRecord> events = new ArrayList<>();
        while (past.hasNext()) {
            events.addAll(past.next());
        }
        return nicks(events);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = "SQLITE_IN_MEMORY")
    void followerGetsOnlyEventsThatMatchItsFilter(TestDatabase database) throws Exception {
        open(database);
        long start = 0;
        ActivityEvent[] all = {
            joined("bob", "#lobby", "192.0.2.2"),
            joined("eve", "#dev", "198.51.100.9"),
            new ActivityEvent.Connected(NOON, new EventSubject("c", "guest-1", null, "192.0.2.77"), "plain"),
            new ActivityEvent.AuditedAction(NOON, "token", "127.0.0.1", "drain", "everyone", "", "draining")
        };
        happens(all);
        assertThat(told(new EventFilter(Set.of("join"), null, null, null), start))
                .containsExactly("bob", "eve");
        assertThat(told(new EventFilter(Set.of(), RoomName.of("#DEV").orElseThrow(), null, null), start))
                .containsExactly("eve");
        assertThat(told(new EventFilter(Set.of(), null, new Nick("BOB"), null), start))
                .containsExactly("bob");
        assertThat(told(
                        new EventFilter(
                                Set.of(),
                                null,
                                null,
                                IpNetwork.of("192.0.2.0/24").orElseThrow()),
                        start))
                .containsExactly("bob", "guest-1");
        assertThat(told(EventFilter.ALL, start)).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = "SQLITE_IN_MEMORY")
    void slowFollowerOverflowsWithoutDelayingOthers(TestDatabase database) throws Exception {
        open(database);
        var slow = follow(EventFilter.ALL, null);
        var good = follow(EventFilter.ALL, null);
        int heard = 0;
        for (int i = 0; i < 3; i++) {
            ActivityEvent[] many = new ActivityEvent[5_000];
            java.util.Arrays.fill(many, joined("n", "#lobby", "192.0.2.2"));
            happens(many);
            heard += good.take(SOON).size();
        }
        assertThat(slow.isOverflowed()).isTrue();
        assertThat(slow.take(SOON)).hasSize(EventFollower.MAX_PENDING);
        assertThat(good.isOverflowed()).isFalse();
        assertThat(heard).isEqualTo(15_000);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = "SQLITE_IN_MEMORY")
    void numberOfFollowersIsLimited(TestDatabase database) {
        open(database);
        var first = follow(EventFilter.ALL, null);
        for (int i = 1; i < ActivityLog.MAX_FOLLOWERS; i++) {
            activity.follow("token:" + i, EventFilter.ALL, null).orElseThrow();
        }
        assertThat(activity.follow("token:x", EventFilter.ALL, null)).isEmpty();
        first.close();
        assertThat(activity.follow("token:x", EventFilter.ALL, null)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = "SQLITE_IN_MEMORY")
    void numberOfFollowersOfOneCallerIsLimited(TestDatabase database) throws Exception {
        open(database);
        var first = follow(EventFilter.ALL, null);
        var other = activity.follow("token:other", EventFilter.ALL, null).orElseThrow();
        for (int i = 1; i < ActivityLog.MAX_FOLLOWERS_PER_CALLER; i++) {
            follow(EventFilter.ALL, null);
        }

        assertThat(activity.follow("token", EventFilter.ALL, null)).isEmpty();
        assertThat(first.take(SOON)).isEmpty();
        assertThat(first.takeProbe()).isTrue();
        assertThat(first.takeProbe()).isFalse();
        assertThat(other.takeProbe()).isFalse();
        assertThat(activity.follow("token:third", EventFilter.ALL, null)).isPresent();
        first.close();
        assertThat(activity.follow("token", EventFilter.ALL, null)).isPresent();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = "SQLITE_IN_MEMORY")
    void followerThatTakesNothingForAMinuteIsEvicted(TestDatabase database) throws Exception {
        open(database);
        var quiet = follow(new EventFilter(Set.of("gap"), null, null, null), null);
        var good = follow(EventFilter.ALL, null);
        var stuck = follow(EventFilter.ALL, null);
        happens(joined("n", "#lobby", "192.0.2.2"));
        clock.advance(Duration.ofSeconds(EventFollower.STUCK_SECONDS));
        assertThat(good.take(SOON)).hasSize(1);
        activity.flush();
        assertThat(stuck.isOverflowed()).isFalse();

        clock.advance(SOON);
        activity.flush();

        assertThat(Thread.interrupted()).isTrue(); // this thread is the follower's
        assertThat(stuck.isOverflowed()).isTrue();
        assertThat(good.isOverflowed()).isFalse();
        assertThat(quiet.isOverflowed()).isFalse();
        for (int i = 2; i < ActivityLog.MAX_FOLLOWERS_PER_CALLER; i++) {
            follow(EventFilter.ALL, null);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SQLITE_IN_MEMORY")
    void unstoredEventsAreSentWithoutAnIdAndReportedAsAGap(TestDatabase database) throws Exception {
        open(database);
        var follower = follow(EventFilter.ALL, null);
        jdbc.sql("ALTER TABLE activity RENAME TO elsewhere").update();
        happens(joined("a", "#lobby", "192.0.2.2"), joined("b", "#lobby", "192.0.2.2"));
        jdbc.sql("ALTER TABLE elsewhere RENAME TO activity").update();
        happens(joined("c", "#lobby", "192.0.2.2"));
        happens(joined("d", "#lobby", "192.0.2.2"));
        var told = follower.take(SOON);
        assertThat(nicks(told)).containsExactly("a", "b", "c", "d");
        assertThat(told.getFirst().id()).isNull();
        assertThat(told("gap"))
                .singleElement()
                .extracting(ActivityRecord::json)
                .asString()
                .contains("\"count\":2,");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SQLITE_IN_MEMORY")
    void gapCountsEachUnstoredEventOnceForThoseWhoMissedIt(TestDatabase database) throws Exception {
        open(database);
        happens(joined("stored", "#lobby", "192.0.2.2"));
        long stored = activity.newest();
        jdbc.sql("ALTER TABLE activity RENAME TO elsewhere").update();
        happens(joined("a", "#lobby", "192.0.2.2"));
        happens(joined("b", "#lobby", "192.0.2.2"));
        var returned = follow(EventFilter.ALL, stored);
        var fresh = follow(EventFilter.ALL, null);
        happens(joined("c", "#lobby", "192.0.2.2"));
        happens(joined("d", "#lobby", "192.0.2.2"));
        jdbc.sql("ALTER TABLE elsewhere RENAME TO activity").update();
        happens(joined("e", "#lobby", "192.0.2.2"));
        var events = returned.take(SOON);
        assertThat(events.getFirst().json()).contains("\"type\":\"gap\"", "\"count\":2,");
        assertThat(nicks(events)).containsExactly(null, "c", "d", "e");
        assertThat(nicks(fresh.take(SOON))).containsExactly("c", "d", "e");
        assertThat(told("gap"))
                .singleElement()
                .extracting(ActivityRecord::json)
                .asString()
                .contains("\"count\":4,");
    }

    @ParameterizedTest
    @EnumSource
    void followerFromTheStartOfANewServerMissedNothing(TestDatabase database) throws Exception {
        open(database);
        assertThat(follow(EventFilter.ALL, 0L).replay().isComplete()).isTrue();
        happens(joined("first", "#lobby", "192.0.2.2"));
        for (long start : new long[] {-1, 0, 1}) {
            var follower = follow(EventFilter.ALL, start);
            assertThat(follower.replay().isComplete()).isTrue();
            assertThat(replayed(follower)).containsExactly("first");
        }
    }

    @ParameterizedTest
    @EnumSource
    void followerThatReceivedAllPrunedEventsMissedNothing(TestDatabase database) throws Exception {
        open(database);
        happens(joined("a", "#lobby", "192.0.2.2"));
        long first = activity.newest();
        happens(joined("b", "#lobby", "192.0.2.2"));
        long pruned = activity.newest();
        clock.advance(Duration.ofDays(8));
        happens(joined("c", "#lobby", "192.0.2.2"));
        activity.prune(Optional.of(clock.instant()), budget);
        activity.prune(Optional.of(clock.instant()), budget);
        activity = restarted(Duration.ofDays(7), 1 << 20);
        assertThat(follow(EventFilter.ALL, 0L).replay().isComplete()).isFalse();
        assertThat(follow(EventFilter.ALL, first).replay().isComplete()).isFalse();
        var follower = follow(EventFilter.ALL, pruned);
        assertThat(follower.replay().isComplete()).isTrue();
        assertThat(replayed(follower)).containsExactly("c");
        clock.advance(Duration.ofDays(8));
        activity.prune(Optional.of(clock.instant()), budget);
        assertThat(follow(EventFilter.ALL, pruned).replay().isComplete()).isFalse();
        assertThat(follow(EventFilter.ALL, activity.newest()).replay().isComplete())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void prunedEventsMakeTheReplayIncomplete(TestDatabase database) throws Exception {
        open(database);
        activity = restarted(Duration.ofHours(1), 400);
        happens(joined("old", "#lobby", "192.0.2.2"));
        long old = oldest();
        clock.advance(Duration.ofHours(2));
        for (int i = 0; i < 6; i++) {
            happens(joined("n" + i, "#lobby", "192.0.2.2"));
        }
        assertThat(follow(EventFilter.ALL, old).replay().isComplete()).isTrue();
        activity.prune(Optional.of(clock.instant()), budget);
        var follower = follow(EventFilter.ALL, old);
        assertThat(follower.replay().isComplete()).isFalse();
        assertThat(replayed(follower)).containsExactly("n4", "n5");
    }

    @ParameterizedTest
    @EnumSource
    void noEventIsTooOldWhileTheClockIsNotTrusted(TestDatabase database) throws Exception {
        open(database);
        activity = restarted(Duration.ofHours(1), 1 << 20);
        happens(joined("old", "#lobby", "192.0.2.2"));
        clock.advance(Duration.ofHours(2));
        activity.prune(Optional.empty(), budget);
        assertThat(replayed(follow(EventFilter.ALL, 0L))).containsExactly("old");
        activity.prune(Optional.of(clock.instant()), budget);
        assertThat(follow(EventFilter.ALL, 0L).replay().isComplete()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.INCLUDE, names = "SQLITE_IN_MEMORY")
    void publishingNeverBlocksAndDroppedEventsAreReportedAsAGap(TestDatabase database) throws Exception {
        open(database);
        var follower = follow(new EventFilter(Set.of("gap"), null, null, null), null);
        for (int i = 0; i < 65_536 + 7; i++) {
            activity.publish(joined("n", "#lobby", "192.0.2.2"));
        }
        activity.flush();
        happens(joined("later", "#lobby", "192.0.2.2"));
        assertThat(follower.take(SOON).getFirst().json()).contains("\"count\":7");
    }

    private long oldest() {
        return jdbc.sql("SELECT MIN(first_id) FROM activity").query(Long.class).single();
    }

    private List<ActivityRecord> told(String type) {
        var follower = follow(new EventFilter(Set.of(type), null, null, null), 0L);
        List<ActivityRecord> all = new ArrayList<>();
        for (var replay = follower.replay(); replay.hasNext(); ) {
            all.addAll(replay.next());
        }
        return all;
    }

    private List<String> told(EventFilter filter, long after) {
        return replayed(follow(filter, after));
    }

    private static List<String> replayed(EventFollower follower) {
        List<String> all = new ArrayList<>();
        for (var replay = follower.replay(); replay.hasNext(); ) {
            all.addAll(nicks(replay.next()));
        }
        follower.close();
        return all;
    }

    private static List<String> nicks(List<ActivityRecord> events) {
        return events.stream().map(ActivityRecord::nick).toList();
    }

    private EventFollower follow(EventFilter filter, Long after) {
        return activity.follow("token", filter, after).orElseThrow();
    }

    private void happens(ActivityEvent... some) {
        for (ActivityEvent happening : some) {
            activity.publish(happening);
        }
        activity.flush();
    }

    private static ActivityEvent joined(String nick, String room, String address) {
        return new ActivityEvent.Joined(NOON, new EventSubject("c-" + nick, nick, null, address), room);
    }
}
