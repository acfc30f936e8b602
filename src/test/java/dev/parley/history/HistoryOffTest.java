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
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.RoomName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where no history is kept, what is said is nowhere, and is known to be missing. */
class HistoryOffTest {
    private HikariDataSource dataSource;
    private FaultyDataSource database;
    private ChatEventStore store;
    private HistoryLog historyLog;

    @BeforeEach
    void open(@TempDir Path folder) throws InterruptedException {
        dataSource = TestDatabase.SQLITE_FILE.open(folder);
        database = new FaultyDataSource(dataSource);
        store = new ChatEventStore(database, database, 1);
        historyLog = start(HistoryMode.DURABLE);
        historyLog.append(said(DEV, 1, 1));
        restart(HistoryMode.OFF);
    }

    @AfterEach
    void close() throws InterruptedException {
        historyLog.close();
        dataSource.close();
    }

    @Test
    void messagesSentWhileHistoryIsOffAreMissingAfterARestart() throws InterruptedException {
        assertThat(historyLog.append(said(DEV, 2, 3))).isTrue();
        assertThat(historyLog.isPaused()).isFalse();
        assertThat(isMissing(4)).isTrue();
        restart(HistoryMode.DURABLE);
        assertThat(stored()).containsExactly(1L);
        assertThat(isMissing(2)).isTrue();
        assertThat(isMissing(historyLog.lastStored() + 1)).isFalse();
    }

    @Test
    void messagesAreUnstoredButMailIsStoredAgainAfterAPause() {
        database.fail();
        assertThat(historyLog.append(List.of(mail(2)))).isFalse();
        assertThat(historyLog.isPaused()).isTrue();
        database.recover();
        await().until(() -> historyLog.append(List.of(said(3, DEV, "three"), mail(4))));
        assertThat(historyLog.isPaused()).isFalse();
        assertThat(stored()).contains(1L, 4L).doesNotContain(2L, 3L);
        assertThat(isMissing(5)).isTrue();
    }

    @Test
    void connectedMembersAreStoredWithoutAHistory() {
        var member = new MemberSnapshot(
                BOB, BOB, true, List.of(new Membership(RoomName.LOBBY, 0, 0)), RoomName.LOBBY, Format.TEXT, true, 0);
        var session = new ResumableSession("token", member, 2, NOON);
        assertThat(historyLog.append(List.of(said(2, DEV, "two"), new ChatEvent.MemberSaved(stamp(3), session, true))))
                .isTrue();
        ResumableSessionStore sessions = store.sessions();
        sessions.suspendConnected(NOON);
        assertThat(sessions.all()).containsExactly(session);
        assertThat(stored()).doesNotContain(2L);
    }

    private void restart(HistoryMode mode) throws InterruptedException {
        historyLog.close();
        historyLog = start(mode);
    }

    private HistoryLog start(HistoryMode mode) {
        return HistoryFixture.start(store, mode, Duration.ofMillis(500));
    }

    private static ChatEvent mail(long id) {
        return new ChatEvent.DirectMessage(stamp(id), ANN, BOB, "psst", BOB, true);
    }

    private boolean isMissing(long from) {
        return store.isMissing(Map.of("#dev", from - 1));
    }

    private List<Long> stored() {
        return JdbcClient.create(dataSource)
                .sql("SELECT id FROM chat_event ORDER BY id")
                .query(Long.class)
                .list();
    }
}
