package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.database.TestDatabase;
import dev.parley.database.TestPostgres;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Secret;
import dev.parley.protocol.UnreadMessages;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Replicas on one database, and what happens to their clients when one of them ends. */
class ReplicasTest {
    private final List<TestReplica> replicas = new ArrayList<>();
    private String database;
    private JdbcClient jdbc;

    @BeforeEach
    void createDatabase() {
        database = TestPostgres.newDatabase();
        var server = new DriverManagerDataSource(TestPostgres.url(TestPostgres.port(), database));
        TestDatabase.POSTGRESQL.migrate(server);
        jdbc = JdbcClient.create(server);
    }

    @AfterEach
    void stop() {
        replicas.parallelStream().forEach(TestReplica::close);
    }

    private TestReplica replica() {
        var replica = new TestReplica(database);
        replicas.add(replica);
        return replica;
    }

    private TestReplica follower() throws InterruptedException {
        return replica().follow();
    }

    /** Lines of text that a client has received. */
    private static List<String> texts(TestReplica replica, Member member) {
        return replica.received(member).stream()
                .filter(line -> line.startsWith("<"))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .toList();
    }

    private static void awaitTexts(TestReplica replica, Member member, String... texts) {
        await().atMost(TestReplica.PATIENCE)
                .untilAsserted(() -> assertThat(texts(replica, member)).containsExactly(texts));
    }

    @Test
    void followersDeliverWithoutANotification() throws Exception {
        TestReplica leader = replica().leadSilently().follow();
        TestReplica follower = follower();
        Member ann = leader.connect("ann");
        Member bob = follower.connect("bob");
        Connection session = follower.session.connection();
        leader.say(ann, "hello");
        awaitTexts(follower, bob, "hello");
        assertThat(follower.session.connection())
                .as("session, which the server ends if nothing is read")
                .isSameAs(session);
    }

    @Test
    void commandThatIsSentAgainIsAppliedOnce() throws Exception {
        TestReplica leader = replica().lead().follow();
        TestReplica follower = follower();
        Member bob = follower.connect("bob");
        follower.say(bob, "one");
        awaitTexts(follower, bob, "one");
        List<String> copies = jdbc.sql("SELECT command FROM command_inbox WHERE incarnation = ? AND number <= 3")
                .param(follower.session.incarnation())
                .query(String.class)
                .list();
        awaitInboxIsDeleted(leader, follower);
        insertCommands(follower.session.incarnation(), copies);
        follower.say(bob, "two");
        awaitTexts(follower, bob, "one", "two");
        TestReplica next = replica().follow();
        leader.kill();
        next.lead();
        insertCommands(follower.session.incarnation(), copies);
        follower.say(bob, "three");
        awaitTexts(follower, bob, "one", "two", "three");
    }

    private void awaitInboxIsDeleted(TestReplica leader, TestReplica replica) {
        await().atMost(TestReplica.PATIENCE).untilAsserted(() -> {
            leader.commit();
            assertThat(jdbc.sql("SELECT count(*) FROM command_inbox WHERE incarnation = ?")
                            .param(replica.session.incarnation())
                            .query(Integer.class)
                            .single())
                    .isZero();
        });
    }

    private void insertCommands(int incarnation, List<String> commands) {
        for (int i = 0; i < commands.size(); i++) {
            jdbc.sql("INSERT INTO command_inbox (incarnation, number, command) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                    .params(incarnation, i + 1, commands.get(i))
                    .update();
        }
    }

    @Test
    void newLeaderContinuesAfterTheLastAppliedCommand() throws Exception {
        TestReplica leader = replica().lead().follow();
        TestReplica follower = follower();
        Member bob = follower.connect("bob");
        String[] texts = IntStream.range(0, 300).mapToObj(i -> "text " + i).toArray(String[]::new);
        Thread reader = Thread.ofPlatform().start(() -> say(follower, bob, texts));
        await().atMost(TestReplica.PATIENCE).until(() -> texts(follower, bob).size() > 20);
        leader.kill();
        follower.lead();
        reader.join();
        awaitTexts(follower, bob, texts);
    }

    private static void say(TestReplica replica, Member member, String... texts) {
        try {
            replica.say(member, texts);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void newLeaderHasTheMembersOfTheLastOne() throws Exception {
        TestReplica leader = replica().lead().follow();
        TestReplica follower = follower();
        Member ann = follower.connect("ann");
        follower.send(ann, new Command.LoggedIn(new Nick("ann"), UnreadMessages.NOTHING));
        follower.send(ann, new Command.Join("#dev", Optional.empty()));
        follower.send(ann, new Command.ChangeNick("anna"));
        follower.awaitReceived(ann, "*** You are anna");
        MemberSnapshot before = follower.ask(new ChatQuery.ShowMember(ann)).orElseThrow();
        leader.kill();
        follower.lead();

        assertThat(follower.ask(new ChatQuery.ShowMember(ann))).contains(before);
        assertThat(before.account()).isEqualTo(new Nick("ann"));
        assertThat(before.rooms()).containsExactly(RoomName.LOBBY, new RoomName("#dev"));
        assertTokenIsValid(follower, ann, new Nick("anna"));
    }

    @Test
    void newLeaderCompletesTheEndOfAConnectionWhoseMemberHasLeft() throws Exception {
        TestReplica leader = replica().lead().follow();
        TestReplica follower = follower();
        Member ann = follower.connect("ann");
        follower.send(ann, new Command.LoggedIn(new Nick("ann"), UnreadMessages.NOTHING));
        follower.send(ann, new Command.EndOfInput());
        await().atMost(TestReplica.PATIENCE)
                .until(() -> follower.ask(new ChatQuery.ShowMember(ann)).isEmpty());
        leader.kill();
        follower.lead();
        var left = new CompletableFuture<MemberSnapshot>();
        follower.outbox.ended(ann, 0, left::complete);
        assertThat(left.get(TestReplica.PATIENCE.toSeconds(), TimeUnit.SECONDS).nick())
                .isEqualTo(new Nick("ann"));
        assertTokenIsValid(follower, ann, new Nick("ann"));
    }

    private static void assertTokenIsValid(TestReplica replica, Member member, Nick nick) {
        String token = replica.received(member).stream()
                .filter(line -> line.contains("/resume"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
        replica.outbox.ended(member, 0, left -> {});
        Member returned = replica.connect("returned");
        replica.ask(new ChatQuery.Resume(returned, new Secret(token), Optional.empty()));
        assertThat(replica.ask(new ChatQuery.ShowMember(returned)).orElseThrow().nick())
                .isEqualTo(nick);
    }

    @Test
    void newLeaderRestoresAwayMessagesAndIgnoreLists() throws Exception {
        TestReplica leader = replica().lead().follow();
        TestReplica follower = follower();
        Member ann = follower.connect("ann");
        Member bob = follower.connect("bob");
        follower.send(ann, new Command.ChangeNick("ann"));
        follower.send(bob, new Command.ChangeNick("bob"));
        follower.say(ann, "one");
        awaitTexts(follower, bob, "one");
        follower.send(ann, new Command.Ignore(Optional.of("bob")));
        follower.send(ann, new Command.Away(Optional.of("tea")));
        follower.awaitReceived(ann, "*** You are away: tea");
        leader.kill();
        follower.lead();
        follower.say(bob, "two");
        awaitTexts(follower, bob, "one", "two");
        assertThat(texts(follower, ann)).containsExactly("one");
        Member cat = follower.connect("cat");
        follower.send(cat, new Command.DirectMessage("ann", "hello"));
        follower.awaitReceived(cat, "*** ann is away: tea");
    }

    @Test
    void replicaReportsItsPositionToTheNewLeader() throws Exception {
        TestReplica leader = replica().lead().follow();
        TestReplica follower = follower();
        Member bob = follower.connect("bob");
        follower.say(bob, "one");
        await().atMost(TestReplica.PATIENCE).until(() -> leader.lastWritten(bob) > 0);
        long written = leader.lastWritten(bob);
        awaitInboxIsDeleted(leader, follower);
        leader.kill();
        follower.lead();
        await().atMost(TestReplica.PATIENCE).until(() -> follower.lastWritten(bob) >= written);
    }

    @Test
    void membersOfAReplicaThatEndedLeave() throws Exception {
        TestReplica leader = replica().lead().follow();
        TestReplica follower = follower();
        Member ann = leader.connect("ann");
        Member bob = follower.connect("bob");
        follower.send(bob, new Command.ChangeNick("bob"));
        follower.say(bob, "hello");
        awaitTexts(leader, ann, "hello");
        follower.kill();
        await().atMost(TestReplica.PATIENCE)
                .until(() -> leader.received(ann).stream().anyMatch(line -> line.startsWith("*** bob left")));
        assertThat(jdbc.sql("SELECT count(*) FROM chat_member")
                        .query(Integer.class)
                        .single())
                .isOne();
        assertThat(jdbc.sql("SELECT count(*) FROM replica WHERE ended_at IS NULL")
                        .query(Integer.class)
                        .single())
                .isOne();
    }

    @Test
    void followerContinuesWhereItWasCutOff() throws Exception {
        TestReplica leader = replica().lead().follow();
        TestReplica follower = follower();
        Member ann = leader.connect("ann");
        Member bob = follower.connect("bob");
        leader.say(ann, "one");
        awaitTexts(follower, bob, "one");
        follower.database.cut();
        leader.say(ann, "two", "three");
        follower.say(bob, "four");
        awaitTexts(leader, ann, "one", "two", "three");
        follower.database.restore();
        awaitTexts(follower, bob, "one", "two", "three", "four");
        awaitTexts(leader, ann, "one", "two", "three", "four");
    }

    @Test
    void followerOfALogThatIsGoneEnds() throws Exception {
        replica().lead().follow();
        TestReplica follower = follower();
        follower.connect("bob");
        follower.database.cut();
        jdbc.sql("SET parley.fence = off; UPDATE chat_log SET token = 'another'")
                .update();
        follower.database.restore();
        follower.awaitLost();
    }

    @Test
    void followerOfALogWithAHoleEnds() throws Exception {
        replica().lead().follow();
        TestReplica follower = follower();
        jdbc.sql("SET parley.fence = off; INSERT INTO chat_log SELECT max(seq) + 10, 'another', 0, '[]' FROM chat_log")
                .update();
        follower.awaitLost();
        assertThat(follower.outbox.ask(new ChatQuery.LastId())).isCompletedExceptionally();
    }

    @Test
    void commandsOfUnknownKindsAreIgnoredAndCountAsApplied() throws Exception {
        TestReplica leader = replica().lead().follow();
        Member ann = leader.connect("ann");
        TestReplica later = replica();
        later.join();
        insertCommands(
                later.session.incarnation(),
                List.of(
                        "{\"kind\":\"ClientConnected\",\"client\":\"bob\",\"address\":\"192.0.2.1\",\"listener\":\"plain\","
                                + "\"format\":\"TEXT\"}",
                        "{\"kind\":\"Future\"}",
                        "{\"kind\":\"CommandReceived\",\"client\":\"bob\",\"command\":{\"kind\":\"Say\",\"text\":\"hi\"}}"));
        awaitTexts(leader, ann, "hi");
        awaitInboxIsDeleted(leader, later);
    }

    @Test
    void replicaThatWasCutOffBeforeItJoinedJoinsLater() throws Exception {
        replica().lead();
        TestReplica late = replica();
        late.session.takeSlot();
        late.kill();
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(late.session::join).isInstanceOf(SQLException.class);
        }
        late.database.restore();
        late.session.join();
        assertThat(late.session.incarnation()).isOne();
    }

    @Test
    void eachReplicaHasASlotOfItsOwn() throws Exception {
        replica().lead();
        List<TestReplica> started = Stream.generate(this::replica).limit(3).toList();
        for (TestReplica replica : started) {
            replica.join();
        }
        assertThat(started).extracting(replica -> replica.session.slot()).containsExactly(0, 1, 2);
        assertThat(started).extracting(replica -> replica.session.incarnation()).containsExactly(1, 2, 3);
        started.get(1).session.close();
        TestReplica next = replica();
        await().atMost(TestReplica.PATIENCE).untilAsserted(() -> {
            next.join();
            assertThat(next.session.slot()).isOne();
        });
    }
}
