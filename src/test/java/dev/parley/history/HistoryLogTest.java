package dev.parley.history;

import static dev.parley.history.SampleEvents.ANN;
import static dev.parley.history.SampleEvents.BOB;
import static dev.parley.history.SampleEvents.DEV;
import static dev.parley.history.SampleEvents.NOON;
import static dev.parley.history.SampleEvents.said;
import static dev.parley.history.SampleEvents.stamp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.FaultyDataSource;
import dev.parley.database.TestDatabase;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.EventIds;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What becomes of what is said when the database fails, stalls and recovers. */
@ExtendWith(OutputCaptureExtension.class)
class HistoryLogTest {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private record Gap(long from, long to) {}

    @TempDir
    Path folder;

    private HikariDataSource dataSource;
    private FaultyDataSource database;
    private ChatEventStore store;
    private HistoryLog historyLog;

    @BeforeEach
    void open() {
        dataSource = TestDatabase.SQLITE_FILE.open(folder);
        database = new FaultyDataSource(dataSource);
        store = new ChatEventStore(database, database, 1);
        historyLog = start(HistoryMode.DURABLE);
    }

    @AfterEach
    void close() throws InterruptedException {
        database.recover();
        historyLog.close();
        dataSource.close();
    }

    @Test
    void appendReturnsAfterTheMessagesAreStored() {
        assertThat(append(1, 3)).isTrue();
        assertThat(storedIds()).containsExactly(1L, 2L, 3L);
        assertThat(append(List.of())).isTrue();
    }

    @Test
    void shortDatabaseFailureDoesNotPauseHistory() {
        database.fail();
        var recovery = Thread.startVirtualThread(() -> {
            await().pollDelay(Duration.ofMillis(100)).until(() -> historyLog.pending() == 1);
            database.recover();
        });
        assertThat(append(1, 1)).isTrue();
        assertThat(recovery).satisfies(Thread::join);
        assertThat(storedIds()).containsExactly(1L);
        assertThat(historyLog.isPaused()).isFalse();
        assertThat(gaps()).isEmpty();
    }

    @Test
    void threadThatRepeatsACommitKeepsTheLockOnTheDatabase() {
        var heartbeats = new AtomicInteger();
        historyLog = HistoryFixture.start(store, HistoryMode.DURABLE, Duration.ofDays(1), () -> {
            if (heartbeats.incrementAndGet() == 2) {
                database.recover();
            }
            throw new TransientDataAccessResourceException("the lock is lost");
        });
        database.fail();
        assertThat(append(1, 1)).isTrue();
        assertThat(heartbeats).hasValue(2);
    }

    @Test
    void appendThatTimesOutPausesHistoryAndIsNeverStored() {
        append(1, 1);
        database.fail();
        assertThat(append(2, 3)).isFalse();
        assertThat(historyLog.isPaused()).isTrue();
        long before = System.nanoTime();
        assertThat(historyLog.append(said(DEV, 4, 5))).isFalse();
        assertThat(historyLog.append(List.of())).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
        recover(6);
        assertThat(storedIds()).doesNotContain(2L, 3L, 4L, 5L).contains(1L);
        assertGapIsOfAllUnsaved(2);
    }

    @Test
    void failedHeartbeatPausesHistoryAndKeepsTheNewestMessage() {
        append(1, 1);
        historyLog.heartbeat();
        assertThat(historyLog.isPaused()).isFalse();
        database.fail();
        historyLog.heartbeat();
        assertThat(historyLog.isPaused()).isTrue();
        recover(3);
        assertThat(storedIds()).contains(1L);
        assertGapIsOfAllUnsaved(2);
    }

    @Test
    void lateHeartbeatIsGivenUpAndNotRepeatedWhileItRuns() throws InterruptedException {
        append(1, 1);
        database.stall();
        var beating = Thread.startVirtualThread(historyLog::heartbeat);
        await().until(historyLog::giveUpLateCommit);
        assertThat(historyLog.isPaused()).isTrue();
        historyLog.heartbeat();
        database.recover();
        beating.join();
        recover(3);
        assertThat(storedIds()).contains(1L);
    }

    @Test
    void stalledCommitIsReportedAsNotStoredAndIsRolledBack() {
        append(1, 1);
        database.stall();
        assertThat(append(2, 3)).isFalse();
        assertThat(append(4, 4)).isFalse();
        recover(5);
        assertThat(storedIds()).doesNotContain(2L, 3L, 4L).contains(1L);
        assertGapIsOfAllUnsaved(2);
    }

    /** Something else, such as a deletion of what is old, keeps the writer while the patience passes. */
    @Test
    void batchThatTimedOutInTheQueueIsNeverStored() throws InterruptedException {
        var begun = new CountDownLatch(1);
        var done = new CountDownLatch(1);
        historyLog.runBetweenCommits(() -> {
            begun.countDown();
            done.await();
            return true;
        });
        begun.await();
        assertThat(append(1, 2)).isFalse();
        done.countDown();
        recover(3);
        assertThat(storedIds()).doesNotContain(1L, 2L);
        assertGapIsOfAllUnsaved(1);
    }

    /** Its events were delivered as unsaved, and another commit may have begun meanwhile. */
    @Test
    void appendThatWasGivenUpReportsNothingWhenItEnds() {
        database.stall();
        var given = CompletableFuture.supplyAsync(() -> historyLog.append(said(DEV, 1, 2)));
        await().until(() -> historyLog.giveUpLateCommit());
        assertThat(historyLog.giveUpLateCommit()).isFalse();
        assertThat(given).isNotDone();
        database.recover();
        assertThat(given).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(false);
        recover(3);
        assertThat(storedIds()).doesNotContain(1L, 2L);
        assertGapIsOfAllUnsaved(1);
    }

    @Test
    void secondFailureAfterARecoveryExtendsTheSameGap() {
        append(1, 1);
        database.fail();
        append(2, 2);
        database.recover();
        await().until(() -> gaps().size() == 1);
        database.fail();
        for (long id = 3; id < 6; id++) {
            assertThat(append(id, id)).isFalse();
        }
        recover(6);
        assertGapIsOfAllUnsaved(2);
    }

    @Test
    void appendReturnsAtOnceIfTheDatabaseFailsAgainAfterARecovery() {
        database.fail();
        append(1, 1);
        database.recover();
        await().until(() -> gaps().size() == 1);
        await().until(() -> historyLog.pending() == 0);
        database.fail();
        long before = System.nanoTime();
        assertThat(historyLog.append(said(DEV, 2, 2))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
    }

    @Test
    void commitWhoseReplyWasLostIsNotStoredTwice() {
        database.loseAnAnswer();
        int before = database.commits;
        assertThat(append(1, 2)).isTrue();
        assertThat(database.commits).isEqualTo(before + 2);
        assertThat(storedIds()).containsExactly(1L, 2L);
        assertThat(store.search(DEV, "1", IdRange.before(9), 10)).hasSize(1);
        assertThat(gaps()).isEmpty();
    }

    @Test
    void eventsThatAnotherInstanceStoredDuringAPauseAreNotDeleted(CapturedOutput output) {
        append(1, 1);
        database.fail();
        assertThat(append(2, 2)).isFalse();
        storedByAnother(3);
        database.recover();
        await().until(() -> output.getOut().contains("History paused until a restart"));
        assertThat(append(4, 4)).isFalse();
        assertThat(storedIds()).containsExactly(1L, 3L);
    }

    @Test
    void idThatAnotherInstanceUsedPausesTheHistoryAtOnceAndForGood() {
        storedByAnother(2);
        long before = System.nanoTime();
        assertThat(historyLog.append(said(DEV, 1, 3))).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE);
        assertThat(historyLog.isPaused()).isTrue();
        assertThat(storedIds()).containsExactly(2L);
    }

    private void storedByAnother(long id) {
        new ChatEventStore(dataSource, dataSource, 1).append(List.of(said(id, DEV, "of another instance")), null);
    }

    @Test
    void historyResumesAlsoWithoutNewMessages() {
        database.fail();
        append(1, 1);
        database.recover();
        await().until(() -> append(List.of()));
        assertThat(historyLog.isPaused()).isFalse();
        assertThat(gaps()).containsExactly(new Gap(1, 1));
    }

    /** All ids of before the new start are in the gap, also those that were told without one. */
    @Test
    void openGapIsClosedAtTheNextStart() throws InterruptedException {
        append(1, 1);
        database.fail();
        append(2, 90);
        database.recover();
        await().until(() -> gaps().size() == 1);
        historyLog.close();
        historyLog = start(HistoryMode.DURABLE);
        long start = EventIds.at(NOON.toEpochMilli());
        assertThat(gaps()).containsExactly(new Gap(2, start));
        assertThat(historyLog.lastStored()).isEqualTo(start);
        assertThat(append(start + 1, start + 1)).isTrue();
    }

    @Test
    void asynchronousAppendIsStoredWithinTwoSeconds() throws InterruptedException {
        asynchronous();
        assertThat(append(1, 2)).isTrue();
        await().atMost(Duration.ofSeconds(2)).until(() -> storedIds().size() == 2);
        assertThat(historyLog.pending()).isZero();
    }

    @Test
    void awaitStoredAndCloseWaitForAsynchronousAppends() throws InterruptedException {
        asynchronous();
        append(1, 1);
        historyLog.awaitStored();
        assertThat(storedIds()).containsExactly(1L);
        append(2, 3);
        historyLog.close();
        assertThat(storedIds()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void asynchronousHistoryPausesWhenTheDatabaseFails() throws InterruptedException {
        asynchronous();
        append(1, 1);
        historyLog.awaitStored();
        database.fail();
        assertThat(append(2, 2)).isTrue();
        await().until(() -> historyLog.isPaused());
        assertThat(append(3, 3)).isFalse();
        recover(4);
        assertThat(storedIds()).doesNotContain(2L, 3L).contains(1L);
        assertGapIsOfAllUnsaved(2);
    }

    @Test
    void asynchronousHistoryPausesWhenTheDatabaseStalls() throws InterruptedException {
        asynchronous();
        database.stall();
        append(1, 1);
        await().until(() -> !append(2, 2));
        recover(3);
        assertThat(storedIds()).doesNotContain(1L, 2L);
        assertGapIsOfAllUnsaved(1);
    }

    /** What is collected must not grow for as long as the writer is busy with something else. */
    @Test
    void asynchronousHistoryPausesWhenTheWriterIsBusyElsewhere() throws InterruptedException {
        asynchronous();
        var done = new CountDownLatch(1);
        historyLog.runBetweenCommits(() -> {
            done.await();
            return true;
        });
        append(1, 1);
        await().until(() -> !append(2, 2));
        assertThat(historyLog.pending()).isZero();
        done.countDown();
        recover(3);
        assertGapIsOfAllUnsaved(1);
    }

    @Test
    void changesOfStateDuringAPauseAreStoredWithTheFirstCommitAfterIt() {
        suspendsAndReceivesMail();
        database.fail();
        assertThat(append(List.of(set(4, 10), set(5, 20)))).isFalse();
        append(List.of(said(6, DEV, "lost"), resumed(7), mailRead(8)));
        recover(9);
        assertThat(restarted().slowSeconds()).isEqualTo(20);
        assertThat(storedIds()).doesNotContain(4L, 6L).contains(5L, 7L, 8L);
    }

    @Test
    void changesOfStateThatAnAsynchronousCommitLostAreStoredAfterThePause() throws InterruptedException {
        suspendsAndReceivesMail();
        asynchronous();
        database.fail();
        assertThat(append(List.of(set(4, 10)))).isTrue();
        await().until(() -> historyLog.isPaused());
        append(List.of(set(5, 20), resumed(6), mailRead(7)));
        recover(8);
        assertThat(restarted().slowSeconds()).isEqualTo(20);
    }

    @Test
    void changesOfStateAreStoredAfterASecondFailure() {
        suspendsAndReceivesMail();
        database.fail();
        append(List.of(set(4, 10), resumed(5), mailRead(6)));
        database.recover();
        await().until(() -> gaps().size() == 1);
        await().until(() -> historyLog.pending() == 0);
        database.fail();
        assertThat(append(List.of(set(7, 20)))).isFalse();
        recover(8);
        assertThat(restarted().slowSeconds()).isEqualTo(20);
        assertThat(gaps()).containsExactly(new Gap(4, gaps().getFirst().to()));
    }

    @Test
    void connectedMembersThatChangedDuringAPauseAreStoredAfterIt() {
        append(List.of(connected(1, "gone", 0)));
        database.fail();
        assertThat(append(List.of(new ChatEvent.MemberRemoved(stamp(2), "gone"), connected(3, "here", 1))))
                .isFalse();
        append(List.of(connected(4, "here", 2), new ChatEvent.DeliveryChecked(stamp(5), 3)));
        append(List.of(new ChatEvent.DeliveryChecked(stamp(6), 4), connected(7, "late", 2)));
        recover(8);
        ResumableSessionStore sessions = store.sessions();
        sessions.suspendConnected(NOON);
        assertThat(sessions.all()).containsExactlyInAnyOrder(session("here", 4), session("late", 2));
    }

    private static ChatEvent connected(long id, String key, long lastWritten) {
        return new ChatEvent.MemberSaved(stamp(id), session(key, lastWritten), true);
    }

    private static ResumableSession session(String key, long lastWritten) {
        var member = new MemberSnapshot(
                BOB, BOB, true, List.of(new Membership(RoomName.LOBBY, 0, 0)), RoomName.LOBBY, Format.TEXT, true, 0);
        return new ResumableSession(key, member, lastWritten, NOON);
    }

    private void suspendsAndReceivesMail() {
        append(List.of(
                new ChatEvent.SessionSuspended(stamp(1), session("token", 0)),
                new ChatEvent.DirectMessage(stamp(2), ANN, BOB, "psst", BOB, true)));
    }

    private static ChatEvent set(long id, int slowSeconds) {
        return new ChatEvent.RoomSettingsChanged(
                stamp(id), DEV, ANN, "slow", RoomSettings.of(ANN).withSlowSeconds(slowSeconds));
    }

    private static ChatEvent resumed(long id) {
        return new ChatEvent.Resumed(stamp(id), BOB, "token");
    }

    private static ChatEvent mailRead(long id) {
        return new ChatEvent.DirectMessagesRead(stamp(id), BOB, List.of(2L));
    }

    /** Returns the settings after a restart, which finds the token used and the message read. */
    private RoomSettings restarted() {
        var stored = new ChatEventStore(dataSource, dataSource, 1);
        assertThat(stored.sessions().all()).isEmpty();
        assertThat(stored.directMessages().waiting()).isEmpty();
        return Objects.requireNonNull(stored.rooms().all().get(DEV));
    }

    /** Everyone who comes back asks for what was said, and what is said must not wait for them. */
    @Test
    void readersLeaveADatabaseConnectionToTheWriter() throws InterruptedException {
        append(1, 200);
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            readers.add(Thread.startVirtualThread(() -> store.oldest(DEV, IdRange.after(0), 200, false)));
        }
        for (Thread reader : readers) {
            reader.join();
        }
        assertThat(database.mostOpen()).isEqualTo(1);
    }

    private void asynchronous() throws InterruptedException {
        historyLog.close();
        historyLog = start(HistoryMode.ASYNC);
    }

    private HistoryLog start(HistoryMode mode) {
        return HistoryFixture.start(
                store,
                mode,
                PATIENCE,
                () -> JdbcClient.create(database).sql("SELECT 1").query().singleValue());
    }

    private boolean append(long first, long last) {
        return append(said(DEV, first, last));
    }

    /** Appends as the chat does, where another thread gives up a commit that takes too long. */
    private boolean append(List<ChatEvent> events) {
        var stored = CompletableFuture.supplyAsync(() -> historyLog.append(events), task -> new Thread(task).start());
        var givenUp = new AtomicBoolean();
        await().until(() -> {
            givenUp.set(historyLog.giveUpLateCommit());
            return givenUp.get() || stored.isDone();
        });
        return !givenUp.get() && stored.join();
    }

    /** Says one line after another from this id on until one is stored. */
    private void recover(long first) {
        database.recover();
        long[] id = {first};
        await().until(() -> append(id[0], id[0]++));
        historyLog.awaitStored();
    }

    /** One gap from this id to the one before the next that is stored, and nothing is stored in it. */
    private void assertGapIsOfAllUnsaved(long from) {
        long next = storedIds().stream().filter(id -> id >= from).findFirst().orElseThrow();
        assertThat(gaps()).containsExactly(new Gap(from, next - 1));
    }

    private List<Long> storedIds() {
        return JdbcClient.create(dataSource)
                .sql("SELECT id FROM chat_event ORDER BY id")
                .query(Long.class)
                .list();
    }

    private List<Gap> gaps() {
        return JdbcClient.create(dataSource)
                .sql("SELECT from_id, to_id FROM history_gap ORDER BY from_id")
                .query((row, number) -> new Gap(row.getLong(1), row.getLong(2)))
                .list();
    }
}
