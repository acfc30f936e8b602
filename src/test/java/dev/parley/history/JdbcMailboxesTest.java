package dev.parley.history;

import static dev.parley.history.Happened.ANN;
import static dev.parley.history.Happened.BOB;
import static dev.parley.history.Happened.DEV;
import static dev.parley.history.Happened.NOON;
import static dev.parley.history.Happened.said;
import static dev.parley.history.Happened.stamp;
import static dev.parley.history.Happened.told;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.parley.database.Database;
import dev.parley.protocol.Answer;
import dev.parley.protocol.Event;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberState;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Waiting;
import dev.parley.time.Time;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class StoredMailboxesTest {
    private static final AnswerSize LARGE = new AnswerSize(131_072);

    @Parameter
    Database database;

    @TempDir
    Path folder;

    private HikariDataSource dataSource;
    private EventStore store;
    private HistoryLog historyLog;

    @BeforeEach
    void open() {
        dataSource = database.open(folder);
        store = new EventStore(dataSource, 1);
        historyLog = start(HistoryMode.DURABLE);
    }

    @AfterEach
    void close() throws InterruptedException {
        historyLog.close();
        dataSource.close();
    }

    @Test
    void whatIsUnreadWaitsInOrderAndForItsAccountOnly() {
        historyLog.append(
                List.of(mail(1, "one", true), mail(2, "seen", false), mail(3, "two", true), told(4, "guest")));
        assertThat(waiting(new Nick("BOB"))).containsExactly(mail(1, "one", true), mail(3, "two", true));
        assertThat(waiting(ANN)).isEmpty();
        assertThat(store.mail().waiting()).isEqualTo(Map.of(BOB, 2));
    }

    @Test
    void whatWasShownWaitsNoMore() {
        historyLog.append(List.of(mail(1, "one", true), mail(2, "two", true)));
        historyLog.append(List.of(new Event.MailRead(stamp(3), new Nick("Bob"), List.of(2L))));
        assertThat(waiting(BOB)).containsExactly(mail(1, "one", true));
        assertThat(since(0, BOB).events()).containsExactly(mail(1, "one", true), mail(2, "two", false));
    }

    @Test
    void withTheAccountItsMailIsGone() {
        historyLog.append(List.of(mail(1, "one", true), mail(2, "two", false), said(3, DEV, "a")));
        historyLog.append(List.of(new Event.AccountDropped(stamp(4), new Nick("Bob"))));
        assertThat(waiting(BOB)).isEmpty();
        assertThat(since(0, BOB).events()).containsExactly(said(3, DEV, "a"));
    }

    @Test
    void messagesToALaterOwnerOfTheNameStay() {
        historyLog.append(List.of(
                mail(1, "one", true), new Event.AccountDropped(stamp(2), BOB), mail(3, "to the new owner", true)));
        assertThat(waiting(BOB)).containsExactly(mail(3, "to the new owner", true));
    }

    @Test
    void whatDoesNotFitGoesOnWaiting() {
        historyLog.append(List.of(mail(1, "one", true), mail(2, "two", true), mail(3, "three", true)));
        var waiting = new StoredMailboxes(store.mail(), historyLog, new AnswerSize(300)).waiting(BOB);
        assertThat(waiting).isEqualTo(new Waiting(List.of(mail(1, "one", true), mail(2, "two", true)), 1));
    }

    @Test
    void itsOwnerReadsItAgainAmongWhatWasSaid() {
        historyLog.append(List.of(said(1, DEV, "a"), mail(2, "psst", false), said(3, DEV, "b")));
        assertThat(since(0, BOB).events())
                .containsExactly(said(1, DEV, "a"), mail(2, "psst", false), said(3, DEV, "b"));
        assertThat(since(2, BOB).events()).containsExactly(said(3, DEV, "b"));
        assertThat(since(0, ANN).events()).containsExactly(said(1, DEV, "a"), said(3, DEV, "b"));
        assertThat(since(0, null).events()).containsExactly(said(1, DEV, "a"), said(3, DEV, "b"));
    }

    @Test
    void whatIsNoLongerKeptOfTheBoxIsNotComplete() {
        historyLog.append(List.of(mail(1, "one", false), mail(2, "two", false), said(3, DEV, "a")));
        store.pruning().beyondNewest("@bob", true, 1, 100);
        assertThat(since(0, BOB).complete()).isFalse();
        assertThat(since(0, ANN).complete()).isTrue();
    }

    /** It lasts though nothing of what is said in rooms does. */
    @Test
    void itWaitsWhereNoHistoryIsKept() throws InterruptedException {
        historyLog.close();
        historyLog = start(HistoryMode.OFF);
        historyLog.append(List.of(mail(1, "one", true), said(2, DEV, "a"), mail(3, "two", true)));
        historyLog.append(List.of(new Event.MailRead(stamp(4), BOB, List.of(1L))));
        historyLog.close();
        historyLog = start(HistoryMode.DURABLE);
        assertThat(waiting(BOB)).containsExactly(mail(3, "two", true));
    }

    private HistoryLog start(HistoryMode mode) {
        return new HistoryLog(
                store, mode, HistoryMetrics.NONE, Time.SYSTEM, InstantSource.fixed(NOON), HistoryLog.PATIENCE);
    }

    private List<Event.Told> waiting(Nick account) {
        return new StoredMailboxes(store.mail(), historyLog, LARGE)
                .waiting(account)
                .messages();
    }

    private Answer.Recalled since(long id, @Nullable Nick account) {
        var reader = new MemberState(ANN, account, true, List.of(new Membership(DEV, 0, 0)), DEV, Format.TEXT, 0);
        return (Answer.Recalled) new Recollection(store, historyLog, LARGE).since(id, reader);
    }

    private static Event.Told mail(long id, String text, boolean unread) {
        return new Event.Told(stamp(id), ANN, BOB, text, BOB, unread);
    }
}
