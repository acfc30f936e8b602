package dev.parley.cluster;

import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.chat.port.Client;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Reply;
import dev.parley.session.ClosedSession;
import dev.parley.session.SessionObserver;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Commands of this replica on their way to the leader. They are numbered, and kept until the log shows that they are
 * applied; until then, they are sent again to each new leader and on each new connection. Safe for any thread.
 */
final class CommandOutbox implements ChatInput, SessionObserver, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CommandOutbox.class);

    /** Most bytes of commands that are not applied. Readers of further commands wait, so that their sockets fill. */
    private static final int MAX_BYTES = 64 * 1024 * 1024;

    /** Most commands that are sent in one statement. */
    private static final int MAX_COMMANDS = 512;

    private static final long RETRY_MILLIS = 250;
    private static final long KEEP_ALIVE_MILLIS = 5_000;

    /** Time after which a command that could not be sent is refused. */
    private static final long LATE_NANOS = 2_000_000_000;

    private static final long CHECK_NANOS = 100_000_000;
    private static final int CHECK_SECONDS = 2;
    private static final long CLOSE_NANOS = 2_000_000_000;

    /** Time after which a request to the leader counts as failed. */
    private static final int REQUEST_SECONDS = 5;

    private static final String SEND = """
            WITH sent AS (INSERT INTO command_inbox (incarnation, number, command)
                SELECT ?, number, command FROM unnest(?::bigint[], ?::text[]) AS sent (number, command)
                ON CONFLICT DO NOTHING)
            SELECT pg_notify('""" + DatabaseSessions.COMMANDS + "', '')";

    /** A command that is not applied. */
    private static final class Pending {
        private final String command;
        private final @Nullable Member sender;
        private final @Nullable Asked<?> asked;
        private final Reply.@Nullable HistoryPage page;
        private final boolean mayBeRefused;
        private final long addedNanos = System.nanoTime();

        /** Its number; 0 before the command was sent for the first time. */
        private long number;

        /**
         * @param sender member whose command it is; null for others, which do not wait
         * @param asked the query, if the command is one
         * @param page page for the reply, which is not sent; null if there is none
         * @param mayBeRefused whether the command is refused if it cannot be sent soon; others wait
         */
        Pending(
                String command,
                @Nullable Member sender,
                @Nullable Asked<?> asked,
                Reply.@Nullable HistoryPage page,
                boolean mayBeRefused) {
            this.mayBeRefused = mayBeRefused;
            this.command = command;
            this.sender = sender;
            this.asked = asked;
            this.page = page;
        }
    }

    /** @param unavailable answer while the leader cannot be reached; empty if the query fails then */
    private record Asked<T>(Function<String, T> decode, Optional<T> unavailable, CompletableFuture<T> answer) {
        /** @param json the answer; null if the leader cannot give one */
        void complete(@Nullable String json) {
            try {
                if (json != null) {
                    answer.complete(decode.apply(json));
                } else {
                    unavailable.ifPresentOrElse(answer::complete, this::fail);
                }
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }

        private void fail() {
            answer.completeExceptionally(new IllegalStateException("the leader could not answer"));
        }
    }

    private final ChatLogCodec codec;
    private final DatabaseSessions sessions;
    private final FollowedMembers members;
    private final HeldPages pages = new HeldPages();
    private final Semaphore bytes = new Semaphore(MAX_BYTES);

    /** Commands that were never sent. Also the lock of all other fields. */
    private final Deque<Pending> waiting = new ArrayDeque<>();

    /** Commands that were sent and are not applied, in the order of their numbers. */
    private final Deque<Pending> sent = new ArrayDeque<>();

    /** Sent commands that are to be sent once more. */
    private Deque<Pending> again = new ArrayDeque<>();

    /** Queries that were sent, by the number of the command. */
    private final Map<Long, Asked<?>> asked = new HashMap<>();

    private final List<Member> refused = new ArrayList<>();
    private final Map<String, Consumer<MemberSnapshot>> ended = new HashMap<>();

    private long last;
    private long lastSent;
    private int incarnation;
    private volatile boolean closed;

    /** Whether commands can be sent, as far as is known. */
    private volatile boolean isConnected;

    private @Nullable Thread sender;

    CommandOutbox(ChatLogCodec codec, DatabaseSessions sessions, FollowedMembers members) {
        this.codec = codec;
        this.sessions = sessions;
        this.members = members;
    }

    /** Begins to send. Commands before wait. */
    void start(int newIncarnation) {
        incarnation = newIncarnation;
        sender = Thread.ofPlatform().name("outbox").daemon().start(this::send);
    }

    @Override
    public void opened(Member member) {
        members.add(member);
        add(new FollowerCommand.ClientConnected(
                member.client().id(),
                member.client().addressText(),
                member.client().listener(),
                member.isHidden(),
                member.loginRequired(),
                member.format()));
    }

    @Override
    public void received(Member member, Command command, Command typed, long arrivedNanos) throws InterruptedException {
        if (command instanceof Command.Dropped) {
            return; // The leader has removed the account from the chat already, see CommandInbox.
        }
        if (command instanceof Command.Blocking) {
            // It was to be carried out here before, and could not be.
            synchronized (waiting) {
                refused.add(member);
            }
        } else {
            String json = codec.encode(new FollowerCommand.CommandReceived(
                    member.client().id(), HeldPages.forLeader(command), ChatInput.word(command, typed)));
            member.acquirePending();
            bytes.acquire(json.length());
            add(new Pending(
                    json, member, null, HeldPages.page(command).orElse(null), UnavailableAnswer.mayBeGivenTo(command)));
        }
    }

    @Override
    public void ended(Member member, long lastWritten, Consumer<MemberSnapshot> left) {
        synchronized (waiting) {
            ended.put(member.client().id(), left);
        }
        add(new FollowerCommand.ClientDisconnected(member.client().id(), lastWritten));
    }

    @Override
    public <T> CompletableFuture<T> ask(ChatQuery<T> query) {
        var question = new Asked<>(
                json -> codec.decodeAnswer(query, json), UnavailableAnswer.to(query), new CompletableFuture<T>());
        String command = codec.encode(new FollowerCommand.QueryAsked(query));
        add(new Pending(command, null, question, null, UnavailableAnswer.mayBeGivenTo(query)));
        return question.answer();
    }

    /**
     * Has the leader do something outside the chat, and returns the result.
     *
     * @throws DataAccessResourceFailureException if the leader has failed or has not answered in time
     */
    <T> T request(FollowerCommand command, Class<T> result) {
        var question =
                new Asked<>(json -> codec.decodeResult(json, result), Optional.<T>empty(), new CompletableFuture<T>());
        add(new Pending(codec.encode(command), null, question, null, true));
        try {
            return question.answer().get(REQUEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            synchronized (waiting) {
                asked.values().remove(question);
            }
            throw new DataAccessResourceFailureException("The leader does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataAccessResourceFailureException("Interrupted", e);
        }
    }

    @Override
    public void closed(Client client, ClosedSession closed, MemberSnapshot left) {
        add(new FollowerCommand.SessionClosed(client.id(), closed, left));
    }

    /** Reports up to which id all events were written to all clients of this replica. */
    void delivered(long lastWritten) {
        add(new FollowerCommand.DeliveryReported(lastWritten));
    }

    private void add(FollowerCommand command) {
        add(new Pending(codec.encode(command), null, null, null, false));
    }

    private void add(Pending command) {
        synchronized (waiting) {
            if (!closed) {
                waiting.add(command);
                waiting.notifyAll();
                return;
            }
            release(command);
        }
        if (command.asked != null) {
            command.asked.complete(null);
        }
    }

    /** Removes the commands up to this number, which are applied. */
    void applied(long number) {
        synchronized (waiting) {
            while (!sent.isEmpty() && sent.peekFirst().number <= number) {
                release(sent.removeFirst());
            }
            waiting.notifyAll();
        }
    }

    private void release(Pending command) {
        if (command.sender != null) {
            command.sender.releasePending();
            bytes.release(command.command.length());
        }
        if (command.sender != null && command.page != null) {
            pages.applied(command.sender.client().id(), command.number);
        }
    }

    /** Returns a reply of the leader with the page of the history that was read here for it. */
    Reply complete(String client, Reply reply) {
        return pages.complete(client, reply);
    }

    /** @param json the answer; null if the query failed */
    void answered(long number, @Nullable String json) {
        Asked<?> query;
        synchronized (waiting) {
            query = asked.remove(number);
        }
        if (query != null) {
            query.complete(json);
        }
    }

    /**
     * Gives up commands and queries that could not be sent for a while, because the database is not available. They are
     * not sent later.
     *
     * @return the senders, once for each command, to be answered
     */
    List<Member> giveUpLate() {
        List<Pending> late = new ArrayList<>();
        List<Member> senders;
        synchronized (waiting) {
            senders = new ArrayList<>(refused);
            refused.clear();
            long now = System.nanoTime();
            waiting.removeIf(command -> {
                boolean isLate = command.mayBeRefused && now - command.addedNanos > LATE_NANOS;
                return isLate && late.add(command);
            });
            late.forEach(this::release);
        }
        for (Pending command : late) {
            if (command.asked != null) {
                command.asked.complete(null);
            } else if (command.sender != null) {
                senders.add(command.sender);
            }
        }
        return senders;
    }

    /** Completes the end of a connection. */
    void removed(String client, MemberSnapshot state) {
        Consumer<MemberSnapshot> left;
        synchronized (waiting) {
            left = ended.remove(client);
        }
        if (left != null) {
            left.accept(state);
        }
    }

    /** Sends all commands that are not applied again, because there is another leader. */
    void sendAgain() {
        synchronized (waiting) {
            again = new ArrayDeque<>(sent);
            waiting.notifyAll();
        }
    }

    private void send() {
        while (!closed) {
            try (Connection connection = sessions.open("outbox");
                    PreparedStatement statement = connection.prepareStatement(SEND)) {
                isConnected = true;
                sendAgain();
                while (!closed) {
                    awaitCommands();
                    check(connection);
                    send(connection, statement, next());
                }
            } catch (SQLException e) {
                log.debug("Commands cannot be sent", e);
                isConnected = false;
                DatabaseSessions.rest();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                log.error("Commands cannot be sent", e);
                DatabaseSessions.rest();
            }
        }
    }

    /** Waits for commands to send, or until the connection must show that it is alive. */
    private void awaitCommands() throws InterruptedException {
        synchronized (waiting) {
            if (again.isEmpty() && waiting.isEmpty()) {
                waiting.wait(KEEP_ALIVE_MILLIS);
            }
        }
    }

    /**
     * Checks a connection that was not used for a while, before commands are taken: it would be unknown of commands on
     * a connection that turns out to be broken whether they arrived, so they could not be refused.
     */
    private void check(Connection connection) throws SQLException {
        if (System.nanoTime() - lastSent > CHECK_NANOS && !connection.isValid(CHECK_SECONDS)) {
            throw new SQLException("the connection is broken");
        }
    }

    private List<Pending> next() {
        synchronized (waiting) {
            List<Pending> next = new ArrayList<>();
            while (!again.isEmpty() && next.size() < MAX_COMMANDS) {
                next.add(again.removeFirst());
            }
            while (!waiting.isEmpty() && next.size() < MAX_COMMANDS) {
                Pending first = waiting.removeFirst();
                first.number = ++last;
                sent.add(first);
                if (first.sender != null && first.page != null) {
                    pages.hold(first.sender.client().id(), first.number, first.page);
                }
                if (first.asked != null) {
                    asked.put(first.number, first.asked);
                }
                next.add(first);
            }
            return next;
        }
    }

    private void send(Connection connection, PreparedStatement statement, List<Pending> commands) throws SQLException {
        statement.setInt(1, incarnation);
        statement.setArray(
                2,
                connection.createArrayOf(
                        "bigint",
                        commands.stream().map(command -> command.number).toArray()));
        statement.setArray(
                3,
                connection.createArrayOf(
                        "text",
                        commands.stream().map(command -> command.command).toArray()));
        statement.execute();
        lastSent = System.nanoTime();
    }

    /** Waits a while until all commands are applied, unless the database is not available, and ends. */
    @Override
    public void close() {
        try {
            awaitApplied();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        abandon();
    }

    /** Ends at once. All commands are given up, and queries fail, from now on too: nothing reads their results. */
    void abandon() {
        List<Asked<?>> queries = new ArrayList<>();
        synchronized (waiting) {
            closed = true;
            queries.addAll(asked.values());
            asked.clear();
            for (Pending command : waiting) {
                if (command.asked != null) {
                    queries.add(command.asked);
                }
            }
            sent.forEach(this::release);
            waiting.forEach(this::release);
            sent.clear();
            waiting.clear();
            waiting.notifyAll();
        }
        queries.forEach(query -> query.complete(null));
        Thread running = sender;
        if (running != null) {
            running.interrupt();
        }
    }

    private void awaitApplied() throws InterruptedException {
        long end = System.nanoTime() + CLOSE_NANOS;
        synchronized (waiting) {
            while (isConnected && !closed && !(waiting.isEmpty() && sent.isEmpty()) && end - System.nanoTime() > 0) {
                waiting.wait(RETRY_MILLIS);
            }
        }
    }
}
