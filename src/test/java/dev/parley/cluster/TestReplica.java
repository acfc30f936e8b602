package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.Audience;
import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.ChatFixture;
import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.Delivery;
import dev.parley.chat.EventClock;
import dev.parley.chat.Member;
import dev.parley.chat.TestClient;
import dev.parley.chat.port.ChatMetrics;
import dev.parley.chat.port.EventLog;
import dev.parley.chat.port.MutePolicy;
import dev.parley.chat.port.NickPolicy;
import dev.parley.codec.LineEncoder;
import dev.parley.database.CutOffDataSource;
import dev.parley.database.TermClock;
import dev.parley.database.TestPostgres;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.session.SessionObserver;
import dev.parley.session.WiredChat;
import dev.parley.session.port.OperatorCommands;
import dev.parley.time.MonotonicClock;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A replica without sockets, on connections of its own to the database. Its clients record the lines sent to them. */
final class TestReplica implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The tests have no writer's lock; the primary key of the log is what they test. */
    private static final String WITHOUT_FENCE = "&options=-c%20parley.fence=off";

    /** Nick that ends the process of the leader when a client takes it. */
    static final String KILLER = "killer";

    /** Nick that nobody can take, because the chat fails. */
    static final String FAILURE = "failure";

    private final NickPolicy policy = new NickPolicy() {
        @Override
        public Optional<Reply.Rejected> refusal(Nick nick, @Nullable Nick account) {
            if (nick.equals(new Nick(KILLER))) {
                database.cut();
            } else if (nick.equals(new Nick(FAILURE))) {
                throw new StackOverflowError();
            }
            return Optional.empty();
        }

        @Override
        public Optional<Nick> registered(Nick name) {
            return Optional.of(new Nick("ann")).filter(name::equals);
        }
    };

    final CutOffDataSource database;
    final CommandOutbox outbox;
    final ReplicaSession session;
    private final DatabaseSessions sessions;
    private final LeaderMembers leaderMembers = new LeaderMembers();
    private final ChatLogCodec codec = new ChatLogCodec(leaderMembers::find);
    private final FollowedMembers members = new FollowedMembers();
    /** Events that the chat of this leader has published. */
    final List<ChatEvent> events = new CopyOnWriteArrayList<>();

    private final Map<String, List<String>> received = new ConcurrentHashMap<>();
    private final CountDownLatch lost = new CountDownLatch(1);
    private final LogFollower follower;
    private @Nullable Leader leader;
    private @Nullable ChatEventLoop eventLoop;

    TestReplica(String name) {
        database = new CutOffDataSource(TestPostgres.url(TestPostgres.port(), name) + WITHOUT_FENCE);
        sessions = new DatabaseSessions(database);
        outbox = new CommandOutbox(codec, sessions, members);
        session = new ReplicaSession(
                sessions, database, new TermClock(InstantSource.system(), MonotonicClock.SYSTEM), "1.0");
        follower = new LogFollower(
                session,
                codec,
                members,
                new RecordingDelivery(),
                outbox,
                new LocalClients(new WiredChat.Builder().build().sessions(), List.of(), () -> false),
                lost::countDown);
    }

    TestReplica follow() throws InterruptedException {
        follower.takeSlot();
        follower.start();
        return this;
    }

    /** Joins the others, and delivers nothing. */
    void join() throws SQLException {
        session.takeSlot();
        session.join();
    }

    TestReplica lead() {
        var notifier = new LogNotifier(sessions);
        return lead(notifier, notifier::stored);
    }

    /** Leads, and wakes no follower. */
    TestReplica leadSilently() {
        var ended = new LogNotifier(sessions);
        ended.close();
        return lead(ended, () -> {});
    }

    private TestReplica lead(LogNotifier notifier, Runnable stored) {
        var jdbc = new JdbcTemplate(database);
        var transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        var log = new ChatLog(UUID.randomUUID().toString(), InstantSource.system());
        var writer = new ChatLogWriter(log, codec, leaderMembers, stored, lost::countDown);
        var chat = ChatFixture.chat(
                ChatFixture.LIMITS,
                writer,
                new EventClock(InstantSource.system()),
                ChatMetrics.NONE,
                policy,
                MutePolicy.NONE);
        EventLog commits = published -> {
            events.addAll(published);
            if (writer.hasChanges()) {
                transactions.executeWithoutResult(status -> writer.write(jdbc));
            }
            return true;
        };
        eventLoop = new ChatEventLoop(chat, commits, writer);
        var inbox = new CommandInbox(
                sessions,
                codec,
                leaderMembers,
                writer,
                eventLoop.followers(),
                new LeaderServices(null, OperatorCommands.NONE, SessionObserver.NONE));
        leader = new Leader(new LeaderStart(database, codec), log, writer, leaderMembers, inbox, notifier);
        leader.restore(chat, Map.of());
        eventLoop.start();
        leader.start();
        commit();
        return this;
    }

    /** Has the leader commit, which it does every second in the application. */
    void commit() {
        Objects.requireNonNull(eventLoop).ask(new ChatQuery.LastId()).join();
    }

    /** A client that has connected, and is in the lobby. */
    Member connect(String id) {
        var member = new Member(new TestClient(id), Format.TEXT);
        outbox.opened(member);
        await().atMost(PATIENCE)
                .until(() -> ask(new ChatQuery.ShowMember(member)).isPresent());
        return member;
    }

    void send(Member member, Command command) throws InterruptedException {
        outbox.received(member, command, command, System.nanoTime());
    }

    void say(Member member, String... texts) throws InterruptedException {
        for (String text : texts) {
            send(member, new Command.Say(text));
        }
    }

    <T> T ask(ChatQuery<T> query) {
        return ((ChatInput) outbox)
                .ask(query)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Position of a client, as this leader has it. */
    long lastWritten(Member member) {
        return leaderMembers.lastWritten(member);
    }

    /** Lines that were sent to a client. */
    List<String> received(Member member) {
        return received.getOrDefault(member.client().id(), List.of());
    }

    void awaitReceived(Member member, String line) {
        await().atMost(PATIENCE).until(() -> received(member).stream().anyMatch(line::equals));
    }

    void awaitLost() throws InterruptedException {
        assertThat(lost.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Ends this replica as if its process was killed. */
    void kill() {
        database.cut();
    }

    @Override
    public void close() {
        outbox.close();
        follower.close();
        if (leader != null) {
            leader.close();
        }
        database.cut();
    }

    private final class RecordingDelivery implements Delivery {
        @Override
        public void deliver(ChatEvent event, Audience audience) {
            for (Member member : audience.members()) {
                if (audience.includes(member)) {
                    record(member, LineEncoder.encode(event, Format.TEXT, true, true));
                }
            }
        }

        @Override
        public void answer(Member member, Reply reply) {
            record(member, LineEncoder.encode(reply, Format.TEXT, true));
        }

        @Override
        public void end(Member member, Reply.@Nullable Bye bye) {}

        @Override
        public long lastWritten(Member member) {
            return 0;
        }

        @Override
        public boolean isAllWritten(Member member) {
            return true;
        }

        @Override
        public void flush(boolean saved) {}

        private void record(Member member, byte[] lines) {
            List<String> all = received.computeIfAbsent(member.client().id(), absent -> new CopyOnWriteArrayList<>());
            new String(lines, StandardCharsets.UTF_8).lines().forEach(all::add);
        }
    }
}
