package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.chat.TestClient;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that a lost leader has left, and commands that fail. */
class UnappliedCommandsTest {
    private static final String REFUSED = "error unavailable: the server failed while it handled this; it was not sent";

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

    private void awaitReceived(String... texts) {
        await().atMost(TestReplica.PATIENCE)
                .untilAsserted(() -> assertThat(follower.received(bob).stream()
                                .filter(line -> line.startsWith("<") || line.startsWith("*** error"))
                                .map(line -> line.substring(line.indexOf(' ') + 1)))
                        .containsExactly(texts));
    }

    private int stepping() {
        return cluster.jdbc
                .sql("SELECT count(*) FROM replica WHERE stepping")
                .query(Integer.class)
                .single();
    }

    private <T> CompletableFuture<T> ask(ChatQuery<T> query) {
        return ((ChatInput) follower.outbox).ask(query);
    }

    @Test
    void commandThatEndedTwoLeadersIsRefused() throws Exception {
        leader.kill();
        follower.say(bob, "one");
        follower.send(bob, new Command.ChangeNick(TestReplica.KILLER));
        follower.say(bob, "two");
        cluster.awaitSent("two");
        cluster.leaderAfter("lost").awaitLost();
        assertThat(stepping()).isOne();
        cluster.leaderAfter("lost");
        follower.say(bob, "three");
        awaitReceived("one", REFUSED, "two", "three");
        assertThat(stepping()).isZero();
    }

    @Test
    void commandsThatALostLeaderHasLeftAreStoredOneAtATime() throws Exception {
        leader.kill();
        String[] texts = IntStream.range(0, 50).mapToObj(i -> "text-" + i).toArray(String[]::new);
        follower.say(bob, texts);
        cluster.awaitSent("text-49");
        cluster.leaderAfter("lost");
        awaitReceived(texts);
        assertThat(cluster.jdbc
                        .sql("SELECT count(*) FROM chat_log WHERE entries LIKE '%text-%'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(texts.length);
    }

    @Test
    void nothingIsRefusedAfterALeaderThatEndedInAnOrderlyWay() throws Exception {
        leader.kill();
        cluster.step();
        follower.say(bob, "one");
        cluster.awaitSent("one");
        cluster.leaderAfter("stopped");
        follower.say(bob, "two");
        awaitReceived("one", "two");
        assertThat(stepping()).isZero();
    }

    @Test
    void queryThatEndedTwoLeadersFails() throws Exception {
        leader.kill();
        cluster.step();
        CompletableFuture<List<Boolean>> asked = ask(new ChatQuery.AreOnline(List.of()));
        CompletableFuture<Optional<Reply.Rejected>> next = ask(new ChatQuery.RefusalToRegister(bob, new Nick("cat")));
        cluster.awaitSent("RefusalToRegister");
        cluster.leaderAfter("lost");
        assertThatThrownBy(() -> asked.get(TestReplica.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasMessageContaining("the leader could not answer");
        assertThat(next.get(TestReplica.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void connectionsThatOpenOrCloseAreNotRefused() throws Exception {
        leader.kill();
        cluster.step();
        var cat = new Member(new TestClient("cat"), Format.TEXT);
        follower.outbox.opened(cat);
        cluster.awaitSent("cat");
        TestReplica next = cluster.leaderAfter("lost");
        assertThat(follower.ask(new ChatQuery.ShowMember(cat))).isPresent();
        next.kill();
        cluster.step();
        var left = new CompletableFuture<>();
        follower.outbox.ended(cat, 0, left::complete);
        cluster.awaitSent("ClientDisconnected");
        cluster.leaderAfter("lost");
        assertThat(left.get(TestReplica.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void errorsFailTheirCommandOnly() throws Exception {
        follower.send(bob, new Command.ChangeNick(TestReplica.FAILURE));
        assertThat(follower.ask(new ChatQuery.RefusalToRegister(bob, new Nick(TestReplica.FAILURE))))
                .contains(UnavailableAnswer.REFUSED);
        follower.say(bob, "one");
        awaitReceived("one");
    }
}
