package dev.parley.history;

import static dev.parley.history.SampleEvents.ANN;
import static dev.parley.history.SampleEvents.BOB;
import static dev.parley.history.SampleEvents.DEV;
import static dev.parley.history.SampleEvents.OPS;
import static dev.parley.history.SampleEvents.deleted;
import static dev.parley.history.SampleEvents.joined;
import static dev.parley.history.SampleEvents.said;
import static dev.parley.history.SampleEvents.stamp;
import static dev.parley.history.SampleEvents.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Stamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChatEventStoreTest extends HistoryFixture {

    @Test
    void messagesOfARoomAreReadInIdOrder() {
        store.append(List.of(said(3, DEV, "three"), said(5, OPS, "five")), null);
        store.append(List.of(said(4, DEV, "four")), null);
        assertThat(store.oldest(DEV, IdRange.after(0), 10, false))
                .extracting("text")
                .containsExactly("three", "four");
        assertThat(store.newest(DEV, IdRange.before(9), 10, false))
                .extracting("text")
                .containsExactly("four", "three");
        assertThat(store.oldest(DEV, IdRange.after(3), 10, false))
                .extracting("id")
                .containsExactly(4L);
        assertThat(store.newest(DEV, IdRange.before(4), 10, false))
                .extracting("id")
                .containsExactly(3L);
        assertThat(store.oldest(DEV, IdRange.after(0), 1, false))
                .extracting("id")
                .containsExactly(3L);
    }

    @Test
    void storedMessageKeepsAllItsFields() {
        store.append(List.of(said(1, DEV, "Grüße 🎉 'quoted' \"so\"")), null);
        assertThat(store.find(DEV, 1))
                .contains(new StoredMessage(1, "message", DEV, ANN, "Grüße 🎉 'quoted' \"so\"", stamp(1).at(), 0));
        assertThat(store.find(OPS, 1)).isEmpty();
    }

    @Test
    void everyColumnOfEveryEventOfABatchIsStored() {
        var longAgo = new Stamp(5, Instant.ofEpochMilli(-1), 0);
        List<ChatEvent> events = List.of(
                new ChatEvent.Said(stamp(1), DEV, ANN, "NULL", "1:key"),
                new ChatEvent.Said(stamp(2), DEV, BOB, "{a,\"b\",\\c}'", null),
                new ChatEvent.TopicSet(stamp(3), OPS, ANN, ""),
                new ChatEvent.DirectMessage(stamp(4), ANN, BOB, "psst 🎉", BOB, true),
                new ChatEvent.Deleted(longAgo, OPS, 77, "spam"),
                new ChatEvent.Renamed(stamp(6), ANN, BOB));
        store.append(events, null);
        assertThat(jdbc.sql("""
                SELECT id, type, room, sender, receiver, target, text, at, is_message, unread, message_key
                FROM chat_event ORDER BY id""")
                        .query((row, number) -> new ChatEventRow(
                                row.getLong("id"),
                                row.getString("type"),
                                row.getString("room"),
                                new Nick(row.getString("sender")),
                                Optional.ofNullable(row.getString("receiver"))
                                        .map(Nick::new)
                                        .orElse(null),
                                row.getString("target") == null ? null : row.getLong("target"),
                                row.getString("text"),
                                row.getLong("at"),
                                row.getBoolean("is_message"),
                                row.getBoolean("unread"),
                                row.getString("message_key")))
                        .list())
                .isEqualTo(events.stream().map(ChatEventRow::of).toList());
    }

    @Test
    void joinsLeavesAndRenamesAreStoredButNotShown() {
        List<ChatEvent> events = List.of(
                joined(1, DEV),
                new ChatEvent.Emoted(stamp(2), DEV, ANN, "waves"),
                new ChatEvent.TopicSet(stamp(3), DEV, ANN, "builds"),
                new ChatEvent.Renamed(stamp(4), ANN, BOB),
                new ChatEvent.Left(stamp(5), DEV, ANN));
        store.append(events, null);
        assertThat(store.oldest(DEV, IdRange.after(0), 10, true))
                .extracting("type")
                .containsExactly("action", "topic");
        assertThat(count("chat_event")).isEqualTo(5);
    }

    @Test
    void directMessageIsStoredWithoutItsText() {
        store.append(List.of(told(1, "psst")), null);
        assertThat(jdbc.sql("SELECT id, type, sender, receiver, text FROM chat_event")
                        .query()
                        .singleRow()
                        .values())
                .extracting(String::valueOf)
                .containsExactly("1", "private", "ann", "bob", "null");
    }

    @Test
    void eventsThatAreStoredAgainStayAsTheyAre() {
        List<ChatEvent> events = List.of(said(1, DEV, "one"), said(2, DEV, "two"), told(3, "psst"), joined(4, DEV));
        store.append(events, null);
        store.append(List.of(deleted(5, DEV, 2)), null);
        store.append(events, null);
        assertThat(store.oldest(DEV, IdRange.after(0), 10, true))
                .extracting("text")
                .containsExactly("one", null);
        assertThat(count("chat_event")).isEqualTo(5);
    }

    @Test
    void eventWithTheIdOfAnotherInstanceIsRefusedWithItsBatch() {
        store.append(List.of(said(2, DEV, "old words")), null);
        List<ChatEvent> events = List.of(said(1, DEV, "one"), said(2, DEV, "other text"));
        assertThatThrownBy(() -> store.append(events, null)).isInstanceOf(ForeignEventException.class);
        assertThatThrownBy(() -> store.append(List.of(said(2, OPS, "old words")), null))
                .isInstanceOf(ForeignEventException.class);
        assertThatThrownBy(() -> store.append(List.of(joined(2, DEV)), null)).isInstanceOf(ForeignEventException.class);
        assertThat(store.oldest(DEV, IdRange.after(0), 10, false))
                .extracting("text")
                .containsExactly("old words");
        assertThat(store.search(DEV, "other", IdRange.before(9), 10)).isEmpty();
        assertThat(store.search(DEV, "old", IdRange.before(9), 10)).hasSize(1);
    }

    @Test
    void deletedMessageKeepsOnlyItsId() {
        store.append(said(DEV, 1, 3), null);
        store.append(List.of(deleted(4, DEV, 2)), null);
        assertThat(store.oldest(DEV, IdRange.after(0), 10, false))
                .extracting("id")
                .containsExactly(1L, 3L);
        assertThat(store.oldest(DEV, IdRange.after(0), 10, true))
                .extracting("text")
                .containsExactly("1", null, "3");
        assertThat(store.search(DEV, "2", IdRange.before(9), 10)).isEmpty();
        store.append(said(DEV, 2, 2), null);
        assertThat(store.oldest(DEV, IdRange.after(0), 10, false))
                .extracting("id")
                .containsExactly(1L, 3L);
    }

    @Test
    void messageCanBeDeletedInTheBatchThatStoresIt() {
        store.append(List.of(said(1, DEV, "spam"), deleted(2, DEV, 1)), null);
        assertThat(store.oldest(DEV, IdRange.after(0), 10, false)).isEmpty();
        assertThat(store.search(DEV, "spam", IdRange.before(9), 10)).isEmpty();
    }

    @Test
    void deletionAppliesOnlyToTheNamedRoom() {
        store.append(said(DEV, 1, 1), null);
        store.append(List.of(deleted(2, OPS, 1)), null);
        assertThat(store.oldest(DEV, IdRange.after(0), 10, false)).hasSize(1);
    }

    @Test
    void failedBatchStoresNothing() {
        jdbc.sql("ALTER TABLE history_gap RENAME TO gap_away").update();
        assertThat(catchThrowable(() -> store.append(said(DEV, 1, 3), 9L))).isNotNull();
        jdbc.sql("ALTER TABLE gap_away RENAME TO history_gap").update();
        assertThat(count("chat_event")).isZero();
    }

    @Test
    void prunerListsEveryRoomWithStoredEvents() {
        store.append(List.of(said(1, OPS, "a"), told(2, "b"), joined(3, DEV), said(4, OPS, "c")), null);
        assertThat(store.pruner().rooms()).containsExactlyInAnyOrder("", "#dev", "#ops");
    }

    @Test
    void emptyStoreHasNoLastIdNoRoomsAndNoGap() {
        assertThat(store.lastId()).isZero();
        assertThat(store.pruner().rooms()).isEmpty();
        assertThat(store.isMissing(Map.of("#dev", -1L))).isFalse();
    }

    @Test
    void lastIdIncludesDirectMessages() {
        store.append(List.of(said(1, DEV, "one"), told(7, "psst")), null);
        assertThat(store.lastId()).isEqualTo(7);
    }

    @Test
    void idsInAGapAreNotUsedAgain() {
        store.append(said(DEV, 1, 3), null);
        store.openGap(4);
        assertThat(store.lastId()).isEqualTo(4);
        store.closeGap(20);
        assertThat(store.lastId()).isEqualTo(20);
    }

    @Test
    void gapMakesHistoryIncompleteInEveryRoomUntilItsEnd() {
        store.append(said(DEV, 1, 3), null);
        store.openGap(4);
        assertThat(store.isMissing(Map.of("#ops", 999L))).isTrue();
        store.append(said(DEV, 11, 12), 10L);
        assertThat(store.isMissing(Map.of("#ops", 9L))).isTrue();
        assertThat(store.isMissing(Map.of("#ops", 10L))).isFalse();
    }

    private long count(String table) {
        return jdbc.sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }
}
