package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.Member;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.UnreadMessages;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldPagesTest {
    private static final Stamp STAMP = new Stamp(7, Instant.EPOCH, 0);

    private final TestCluster cluster = new TestCluster();
    private TestReplica leader;
    private TestReplica follower;
    private Member bob;

    @BeforeEach
    void connect() throws Exception {
        leader = cluster.leaderAfter("stopped");
        follower = cluster.replica().follow();
        bob = follower.connect("bob");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private static Reply.HistoryPage page(ChatEvent... events) {
        return new Reply.HistoryPage(
                null, RoomName.LOBBY, List.of(events), Reply.HistoryPage.Extent.COMPLETE, 1, Instant.EPOCH);
    }

    private static ChatEvent said(String text) {
        return new ChatEvent.Said(STAMP, RoomName.LOBBY, new Nick("ann"), text);
    }

    private static ChatEvent message(long id, String text, boolean unread) {
        return new ChatEvent.DirectMessage(
                new Stamp(id, Instant.EPOCH, 0), new Nick("cat"), new Nick("ann"), text, new Nick("ann"), unread);
    }

    private void send(Reply.HistoryPage page) throws InterruptedException {
        follower.send(bob, new Command.BlockingResult(page));
    }

    private void awaitReceived(String text) {
        await().atMost(TestReplica.PATIENCE).until(() -> isReceived(text));
    }

    private boolean isReceived(String text) {
        return follower.received(bob).stream().anyMatch(line -> line.contains(text));
    }

    /** Number of rows, before and after the leader, with this text. */
    private int stored(String text) {
        return cluster.jdbc
                .sql("""
                        SELECT (SELECT count(*) FROM command_inbox WHERE command LIKE :text)
                            + (SELECT count(*) FROM chat_log WHERE entries LIKE :text)""")
                .param("text", "%" + text + "%")
                .query(Integer.class)
                .single();
    }

    @Test
    void pageStaysOnTheReplicaOfItsClientWhileTheLeaderChanges() throws Exception {
        leader.kill();
        send(page(said("secret one")));
        send(page(said("secret two")));
        follower.say(bob, "end");
        cluster.awaitSent("end");
        assertThat(stored("HistoryPage")).isEqualTo(2);
        assertThat(stored("secret")).isZero();
        cluster.leaderAfter("lost");
        awaitReceived("end");
        assertThat(follower.received(bob).stream().filter(line -> line.contains("secret")))
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("one"),
                        line -> assertThat(line).endsWith("two"));
        assertThat(stored("secret")).isZero();
    }

    @Test
    void missedPrivateMessagesAreMarkedAsRead() throws Exception {
        follower.send(bob, new Command.LoggedIn(new Nick("ann"), UnreadMessages.NOTHING));
        Reply.HistoryPage missed =
                page(said("secret one"), message(8, "secret two", true), message(9, "secret three", false));
        follower.send(bob, new Command.MissedEvents(missed));
        awaitReceived("secret three");
        assertThat(isReceived("secret one")).isTrue();
        assertThat(isReceived("secret two")).isTrue();
        assertThat(stored("Resumed")).isNotZero();
        assertThat(stored("secret")).isZero();
        assertThat(leader.events)
                .filteredOn(ChatEvent.DirectMessagesRead.class::isInstance)
                .extracting(event -> ((ChatEvent.DirectMessagesRead) event).ids())
                .containsExactly(List.of(8L));
    }

    @Test
    void pageOfARefusedCommandIsNotThatOfTheNext() throws Exception {
        leader.kill();
        cluster.step();
        send(page(said("secret one")));
        send(page(said("secret two")));
        cluster.awaitSent("HistoryPage");
        cluster.leaderAfter("lost");
        awaitReceived("secret two");
        assertThat(isReceived("secret one")).isFalse();
        assertThat(isReceived("*** error unavailable")).isTrue();
    }
}
