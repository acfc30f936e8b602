package dev.parley.history;

import static dev.parley.history.SampleEvents.ANN;
import static dev.parley.history.SampleEvents.BOB;
import static dev.parley.history.SampleEvents.DEV;
import static dev.parley.history.SampleEvents.NOON;
import static dev.parley.history.SampleEvents.OPS;
import static dev.parley.history.SampleEvents.deleted;
import static dev.parley.history.SampleEvents.joined;
import static dev.parley.history.SampleEvents.opened;
import static dev.parley.history.SampleEvents.said;
import static dev.parley.history.SampleEvents.stamp;
import static dev.parley.history.SampleEvents.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.database.DatabaseExecutor;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.EventIds;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.Reply.HistoryPage.Extent;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.StatusCode;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people and operators read again. */
class JdbcHistoryReaderTest extends HistoryFixture {
    private static final int MOST_CHARS = 131_072;
    private static final InstantSource CLOCK = InstantSource.fixed(NOON);

    private final DatabaseExecutor executor = new DatabaseExecutor();
    private HistoryLog historyLog;
    private JdbcHistoryReader historyReader;

    @BeforeEach
    void open() {
        historyLog = start(store, HistoryMode.DURABLE);
        historyReader = new JdbcHistoryReader(store, historyLog, new ReplySizeLimit(MOST_CHARS), CLOCK);
    }

    @AfterEach
    void close() throws InterruptedException {
        historyLog.close();
        executor.close();
    }

    @Test
    void latestMessagesAreReturnedOldestFirst() {
        store.append(said(DEV, 1, 5), null);
        store.append(said(OPS, 6, 7), null);
        assertThat(historyReader.latest(in(DEV), 3)).isEqualTo(latest(said(DEV, 3, 5), 5));
        assertThat(historyReader.latest(in(DEV), 9)).isEqualTo(latest(said(DEV, 1, 5), 5));
    }

    @Test
    void eventsAreReadWithTheTypeTheyWereStoredWith() {
        List<ChatEvent> events = List.of(
                said(1, DEV, "one"),
                new ChatEvent.Emoted(stamp(2), DEV, ANN, "waves"),
                new ChatEvent.TopicSet(stamp(3), DEV, ANN, "builds"));
        store.append(events, null);
        assertThat(latest(10).events()).isEqualTo(events);
    }

    @Test
    void eventsSinceAnIdAreReturnedInOneOrderForAllRooms() {
        store.append(List.of(said(1, DEV, "a"), said(2, OPS, "b"), said(3, DEV, "c"), joined(4, DEV)), null);
        assertThat(historyReader.since(1, reader(DEV, OPS)))
                .isEqualTo(since(1L, List.of(said(2, OPS, "b"), said(3, DEV, "c"))));
        assertThat(since(1, DEV).events()).containsExactly(said(3, DEV, "c"));
        assertThat(since(3, DEV).events()).isEmpty();
    }

    @Test
    void readerReportsThatMoreEventsCanBeRequested() {
        store.append(said(DEV, 1, 150), null);
        store.append(said(OPS, 151, 300), null);
        var first = since(0, DEV, OPS);
        assertThat(first.events()).hasSize(200);
        assertThat(List.of(first.isComplete(), first.hasMore())).containsExactly(false, true);
        var rest = since(200, DEV, OPS);
        assertThat(rest.events()).isEqualTo(said(OPS, 201, 300));
        assertThat(List.of(rest.isComplete(), rest.hasMore())).containsExactly(true, false);
        assertThat(since(100, DEV, OPS).hasMore()).isFalse();
    }

    @Test
    void replyAboveTheSizeLimitIsCutAtItsFarEnd() {
        historyReader = new JdbcHistoryReader(store, historyLog, new ReplySizeLimit(2_700), CLOCK);
        store.append(
                List.of(said(1, DEV, "a".repeat(1_200)), said(2, DEV, "b".repeat(1_200)), said(3, DEV, "c")), null);
        var since = since(0, DEV);
        assertThat(since.events()).extracting(event -> event.stamp().id()).containsExactly(1L, 2L);
        assertThat(List.of(since.isComplete(), since.hasMore())).containsExactly(false, true);
        var latest = latest(3);
        assertThat(latest.events()).extracting(event -> event.stamp().id()).containsExactly(2L, 3L);
        assertThat(List.of(latest.isComplete(), latest.hasMore())).containsExactly(false, false);
    }

    @Test
    void replyHasAtLeastOneEventWhateverTheSizeLimit() {
        historyReader = new JdbcHistoryReader(store, historyLog, new ReplySizeLimit(100), CLOCK);
        store.append(said(DEV, 1, 2), null);
        assertThat(since(0, DEV).events()).hasSize(1);
        assertThat(latest(2).events()).hasSize(1);
    }

    @Test
    void deletedMessageIsOmittedFromACompletePage() {
        store.append(said(DEV, 1, 3), null);
        store.append(List.of(deleted(4, DEV, 2)), null);
        assertThat(historyReader.since(0, reader(DEV)))
                .isEqualTo(since(0L, List.of(said(1, DEV, "1"), said(3, DEV, "3"))));
        assertThat(latest(2).events()).containsExactly(said(1, DEV, "1"), said(3, DEV, "3"));
    }

    @Test
    void pageThatTouchesAGapIsIncomplete() {
        store.append(said(DEV, 1, 5), null);
        store.openGap(6);
        assertThat(since(5, DEV).isComplete()).isFalse();
        store.append(said(DEV, 11, 12), 10L);
        assertThat(since(5, DEV).isComplete()).isFalse();
        assertThat(since(9, DEV).isComplete()).isFalse();
        assertThat(since(10, DEV).isComplete()).isTrue();
        assertThat(latest(2).isComplete()).isTrue();
        assertThat(latest(3).isComplete()).isFalse();
    }

    @Test
    void pageWithPrunedMessagesIsIncomplete() {
        store.append(said(DEV, 1, 5), null);
        store.append(said(OPS, 6, 6), null);
        store.pruner().beyondNewest("#dev", true, 3, 100);
        assertThat(since(1, DEV).isComplete()).isFalse();
        assertThat(since(2, DEV).isComplete()).isTrue();
        assertThat(since(0, OPS).isComplete()).isTrue();
        assertThat(latest(3).isComplete()).isTrue();
        assertThat(latest(4).isComplete()).isFalse();
    }

    @Test
    void historyOfARoomBeginsWithItsLife() {
        store.append(said(DEV, 1, 5), null);
        store.append(said(OPS, 6, 6), null);
        assertThat(historyReader.latest(new Membership(DEV, 3, 4), 10)).isEqualTo(latest(said(DEV, 4, 5), 2));
        var reader = reader(new Membership(DEV, 3, 4), in(OPS));
        assertThat(events(historyReader.since(0, reader))).containsExactly(4L, 5L, 6L);
        assertThat(events(historyReader.since(4, reader))).containsExactly(5L, 6L);
    }

    @Test
    void messagesFromBeforeTheJoinAreNotReturnedAsMissed() {
        store.append(said(DEV, 1, 5), null);
        store.append(said(OPS, 6, 6), null);
        var reader = reader(new Membership(DEV, 2, 4), in(OPS));
        assertThat(events(historyReader.missed(0, reader))).containsExactly(5L, 6L);
        assertThat(events(historyReader.missed(5, reader))).containsExactly(6L);
    }

    @Test
    void gapBeforeTheLifeOrTheJoinLeavesTheReplyComplete() {
        store.append(said(DEV, 1, 5), null);
        store.openGap(6);
        store.append(said(DEV, 11, 13), 10L);
        store.pruner().beyondNewest("#dev", true, 2, 100);
        var dev = new Membership(DEV, 11, 12);
        assertThat(historyReader.latest(dev, 10)).extracting("complete").isEqualTo(true);
        assertThat(historyReader.latest(new Membership(DEV, 10, 12), 10))
                .extracting("complete")
                .isEqualTo(false);
        assertThat(historyReader.since(0, reader(dev))).extracting("complete").isEqualTo(true);
        assertThat(historyReader.missed(0, reader(new Membership(DEV, 0, 12))))
                .extracting("complete")
                .isEqualTo(true);
        assertThat(historyReader.since(0, reader(new Membership(DEV, 0, 12))))
                .extracting("complete")
                .isEqualTo(false);
        assertThat(historyReader.since(0, reader(dev, in(OPS))))
                .as("the gap is in the other room's time")
                .extracting("complete")
                .isEqualTo(false);
    }

    @Test
    void archiveReadsOneLifeOrAllLivesOfARoom() {
        var archive = new MessageArchive(store, historyLog, executor);
        store.append(said(DEV, 1, 1), null);
        store.append(List.of(opened(2, DEV), opened(3, OPS), said(4, DEV, "tea"), said(5, DEV, "green tea")), null);
        store.append(List.of(opened(6, DEV), said(7, DEV, "black tea"), opened(9, DEV)), null);
        assertThat(archive.oldest(DEV, IdRange.ALL, 9)).extracting("life").containsExactly(0L, 2L, 2L, 6L);
        assertThat(archive.life(DEV, 0)).contains(new IdRange(0, 2));
        assertThat(archive.life(DEV, 2)).contains(new IdRange(2, 6));
        assertThat(archive.life(DEV, 9)).contains(IdRange.after(9));
        assertThat(archive.life(DEV, 3)).isEmpty();
        assertThat(archive.life(DEV, 10)).isEmpty();
        assertThat(archive.lifeOfNewest(DEV)).isEqualTo(6);
        assertThat(archive.lifeOfNewest(OPS)).isZero();
        assertThat(archive.search(DEV, "tea", new IdRange(2, 6), 9))
                .extracting("id")
                .containsExactly(5L, 4L);
        assertThat(archive.search(DEV, "tea", new IdRange(2, 5), 9))
                .extracting("id")
                .containsExactly(4L);
        assertThat(archive.newest(DEV, new IdRange(2, 6), 1)).extracting("id").containsExactly(5L);
        assertThat(archive.find(DEV, 4)).get().extracting("life").isEqualTo(2L);
    }

    @Test
    void restoredLifeIsTheLatestAgain() {
        store.append(List.of(opened(1, DEV), said(2, DEV, "tea"), opened(3, DEV)), null);
        store.append(List.of(started(4, DEV, new RoomLife(1, 1)), said(5, DEV, "more tea")), null);
        assertThat(store.lives().latest()).isEqualTo(Map.of(DEV, new RoomLife(1, 1)));
        assertThat(store.oldest(DEV, IdRange.ALL, 9, true)).extracting("life").containsExactly(1L, 1L);
    }

    @Test
    void archiveShowsDeletedMessagesWithoutTheirText() {
        var archive = new MessageArchive(store, historyLog, executor);
        store.append(said(DEV, 1, 3), null);
        store.append(List.of(deleted(4, DEV, 2)), null);
        assertThat(archive.oldest(DEV, IdRange.after(0), 10)).extracting("text").containsExactly("1", null, "3");
        assertThat(archive.newest(DEV, IdRange.before(3), 10))
                .extracting("text")
                .containsExactly(null, "1");
        assertThat(archive.search(DEV, "2", IdRange.before(9), 10)).isEmpty();
        assertThat(archive.find(DEV, 2)).get().extracting("text").isNull();
    }

    @Test
    void historyIsUnavailableWithoutTheDatabase() {
        dataSource.close();
        assertThat(historyReader.latest(in(DEV), 1)).extracting("code").isEqualTo(StatusCode.UNAVAILABLE);
        assertThat(historyReader.since(1, reader(DEV))).extracting("code").isEqualTo(StatusCode.UNAVAILABLE);
    }

    @Test
    void historyTellsTheNumberOfLinesThatCanBeRead() {
        store.append(said(DEV, 1, 9), null);
        store.append(List.of(joined(10, DEV), said(11, OPS, "a"), deleted(12, DEV, 9)), null);
        assertThat(latest(3).total()).isEqualTo(8);
        assertThat(((Reply.HistoryPage) historyReader.latest(new Membership(DEV, 5, 5), 2)).total())
                .isEqualTo(3);
        assertThat(store.count(DEV, IdRange.ALL, 4)).isEqualTo(4);
    }

    @Test
    void answerAfterAnIdInTheFutureIsIncomplete() {
        store.append(said(DEV, 1, 5), null);
        long now = EventIds.at(NOON.toEpochMilli());
        assertThat(since(now + 65_535, DEV).extent()).isEqualTo(Extent.COMPLETE);
        assertThat(since(now + 65_536, DEV))
                .isEqualTo(new Reply.HistoryPage(now + 65_536, DEV, List.of(), Extent.FUTURE_ID, 0, NOON));
        assertThat(((Reply.HistoryPage) historyReader.missed(Long.MAX_VALUE, reader(DEV))).extent())
                .isEqualTo(Extent.FUTURE_ID);
    }

    @Test
    void idOfTheNewestEventIsNotInTheFutureIfTheClockWasSetBack() {
        long id = EventIds.at(NOON.toEpochMilli()) + (1L << 40);
        historyLog.append(List.of(said(id, DEV, "from the future")));
        assertThat(since(id, DEV).extent()).isEqualTo(Extent.COMPLETE);
        assertThat(since(id + 1, DEV).extent()).isEqualTo(Extent.FUTURE_ID);
    }

    private static Reply.HistoryPage latest(List<ChatEvent> events, int total) {
        return new Reply.HistoryPage(null, DEV, events, Extent.COMPLETE, total, NOON);
    }

    private static Reply.HistoryPage since(long id, List<ChatEvent> events) {
        return new Reply.HistoryPage(id, DEV, events, Extent.COMPLETE, 0, NOON);
    }

    private Reply.HistoryPage latest(int count) {
        return (Reply.HistoryPage) historyReader.latest(in(DEV), count);
    }

    private static MemberSnapshot reader(RoomName... rooms) {
        Membership[] memberships =
                Stream.of(rooms).map(JdbcHistoryReaderTest::in).toArray(Membership[]::new);
        return reader(BOB, memberships);
    }

    private static MemberSnapshot reader(Membership... memberships) {
        return reader(null, memberships);
    }

    private static MemberSnapshot reader(@Nullable Nick account, Membership... memberships) {
        return new MemberSnapshot(
                BOB, account, true, List.of(memberships), memberships[0].room(), Format.TEXT, true, 0);
    }

    private static List<Long> events(Reply reply) {
        return ((Reply.HistoryPage) reply)
                .events().stream().map(event -> event.stamp().id()).toList();
    }

    private static Membership in(RoomName room) {
        return new Membership(room, 0, 0);
    }

    private Reply.HistoryPage since(long id, RoomName... rooms) {
        return (Reply.HistoryPage) historyReader.since(id, reader(rooms));
    }
}
