package dev.parley.history;

import static dev.parley.history.SampleEvents.ANN;
import static dev.parley.history.SampleEvents.BOB;
import static dev.parley.history.SampleEvents.DEV;
import static dev.parley.history.SampleEvents.said;
import static dev.parley.history.SampleEvents.stamp;
import static dev.parley.history.SampleEvents.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.UnreadMessages;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcMailboxesTest extends HistoryFixture {
    private static final ReplySizeLimit LARGE = new ReplySizeLimit(131_072);

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
    void unreadMessagesAreReturnedInOrderToTheirAccountOnly() {
        historyLog.append(
                List.of(mail(1, "one", true), mail(2, "seen", false), mail(3, "two", true), told(4, "guest")));
        assertThat(waiting(new Nick("BOB"))).containsExactly(mail(1, "one", true), mail(3, "two", true));
        assertThat(waiting(ANN)).isEmpty();
        assertThat(store.directMessages().waiting()).isEqualTo(Map.of(BOB, 2));
    }

    @Test
    void readMessagesAreNoLongerUnread() {
        historyLog.append(List.of(mail(1, "one", true), mail(2, "two", true)));
        historyLog.append(List.of(new ChatEvent.DirectMessagesRead(stamp(3), new Nick("Bob"), List.of(2L))));
        assertThat(waiting(BOB)).containsExactly(mail(1, "one", true));
        assertThat(since(0, BOB).events()).containsExactly(mail(1, "one", true), mail(2, "two", false));
    }

    @Test
    void mailOfADroppedAccountIsDeleted() {
        historyLog.append(List.of(mail(1, "one", true), mail(2, "two", false), said(3, DEV, "a")));
        historyLog.append(List.of(new ChatEvent.AccountDropped(stamp(4), new Nick("Bob"))));
        assertThat(waiting(BOB)).isEmpty();
        assertThat(since(0, BOB).events()).containsExactly(said(3, DEV, "a"));
    }

    @Test
    void mailToALaterOwnerOfTheNickIsKept() {
        historyLog.append(List.of(
                mail(1, "one", true), new ChatEvent.AccountDropped(stamp(2), BOB), mail(3, "to the new owner", true)));
        assertThat(waiting(BOB)).containsExactly(mail(3, "to the new owner", true));
    }

    @Test
    void unreadMessagesAboveTheSizeLimitStayUnread() {
        historyLog.append(List.of(mail(1, "one", true), mail(2, "two", true), mail(3, "three", true)));
        var waiting = new JdbcMailboxes(store.directMessages(), historyLog, new ReplySizeLimit(300)).waiting(BOB);
        assertThat(waiting).isEqualTo(new UnreadMessages(List.of(mail(1, "one", true), mail(2, "two", true)), 1));
    }

    @Test
    void directMessagesAreInTheHistoryOfTheirRecipientOnly() {
        historyLog.append(List.of(said(1, DEV, "a"), mail(2, "psst", false), said(3, DEV, "b")));
        assertThat(since(0, BOB).events())
                .containsExactly(said(1, DEV, "a"), mail(2, "psst", false), said(3, DEV, "b"));
        assertThat(since(2, BOB).events()).containsExactly(said(3, DEV, "b"));
        assertThat(since(0, ANN).events()).containsExactly(said(1, DEV, "a"), said(3, DEV, "b"));
        assertThat(since(0, null).events()).containsExactly(said(1, DEV, "a"), said(3, DEV, "b"));
    }

    @Test
    void pageWithPrunedDirectMessagesIsIncomplete() {
        historyLog.append(List.of(mail(1, "one", false), mail(2, "two", false), said(3, DEV, "a")));
        store.pruner().beyondNewest("@bob", true, 1, 100);
        assertThat(since(0, BOB).isComplete()).isFalse();
        assertThat(since(0, ANN).isComplete()).isTrue();
    }

    /** It lasts though nothing of what is said in rooms does. */
    @Test
    void unreadMailIsKeptWhileHistoryIsOff() throws InterruptedException {
        historyLog.close();
        historyLog = start(store, HistoryMode.OFF);
        historyLog.append(List.of(mail(1, "one", true), said(2, DEV, "a"), mail(3, "two", true)));
        historyLog.append(List.of(new ChatEvent.DirectMessagesRead(stamp(4), BOB, List.of(1L))));
        historyLog.close();
        historyLog = start(store, HistoryMode.DURABLE);
        assertThat(waiting(BOB)).containsExactly(mail(3, "two", true));
    }

    private List<ChatEvent.DirectMessage> waiting(Nick account) {
        return new JdbcMailboxes(store.directMessages(), historyLog, LARGE)
                .waiting(account)
                .messages();
    }

    private Reply.HistoryPage since(long id, @Nullable Nick account) {
        var reader =
                new MemberSnapshot(ANN, account, true, List.of(new Membership(DEV, 0, 0)), DEV, Format.TEXT, true, 0);
        return (Reply.HistoryPage)
                new JdbcHistoryReader(store, historyLog, LARGE, InstantSource.system()).since(id, reader);
    }

    private static ChatEvent.DirectMessage mail(long id, String text, boolean unread) {
        return new ChatEvent.DirectMessage(stamp(id), ANN, BOB, text, BOB, unread);
    }
}
