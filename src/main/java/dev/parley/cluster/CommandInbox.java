package dev.parley.cluster;

import dev.parley.account.AccountChange;
import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.protocol.Command;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import dev.parley.session.SessionSnapshot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the commands of all replicas from the database and adds them to the event loop of the leader, those of each
 * replica in the order of their numbers. Removes replicas whose sessions have ended. Runs on a thread of its own.
 */
final class CommandInbox implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CommandInbox.class);
    private static final int POLL_MILLIS = 250;

    /** Most commands of one replica that are read at a time. */
    private static final int MAX_COMMANDS = 512;

    /** Time without its lock after which a replica has ended. */
    private static final long MISSING_NANOS = 3_000_000_000L;

    private static final long CHECK_NANOS = 1_000_000_000;

    private static final String READ = """
            SELECT waiting.incarnation, waiting.number, waiting.command
            FROM unnest(?::int[], ?::bigint[], ?::bigint[]) AS read (incarnation, number, until)
            CROSS JOIN LATERAL (SELECT * FROM command_inbox
                WHERE command_inbox.incarnation = read.incarnation
                    AND command_inbox.number > read.number AND command_inbox.number <= read.until
                ORDER BY command_inbox.number LIMIT %d) AS waiting
            ORDER BY waiting.incarnation, waiting.number""".formatted(MAX_COMMANDS);

    /** Replicas that are not known to have ended, and whether the session of each has ended. */
    private static final String REPLICAS = """
            SELECT incarnation, EXISTS (SELECT 1 FROM replica AS later
                    WHERE later.slot = replica.slot AND later.incarnation > replica.incarnation)
                OR pg_try_advisory_xact_lock(?, hashtext(current_schema() || '/' || slot)) AS is_lost
            FROM replica WHERE ended_at IS NULL ORDER BY incarnation""";

    private static final Command REFUSAL = new Command.BlockingResult(
            new Reply.Rejected(StatusCode.UNAVAILABLE, "the server failed while it handled this; it was not sent"));

    private final DatabaseSessions sessions;
    private final ChatLogCodec codec;
    private final LeaderMembers members;
    private final ChatLogWriter writer;
    private final ChatEventLoop.FollowerInput input;
    private final LeaderServices services;

    /** Numbers of the last commands that were read, by the incarnations of live replicas. */
    private final Map<Integer, Long> read = new LinkedHashMap<>();

    /** Replicas that hold no lock, and since when. After a failure of the server, they take their locks again. */
    private final Map<Integer, Long> missing = new HashMap<>();

    /** Replicas that have ended, some of which are not stored as such yet. */
    private final Set<Integer> ended = new HashSet<>();

    private UnappliedCommands unapplied = new UnappliedCommands();
    private volatile boolean closed;
    private long nextCheck = System.nanoTime();

    CommandInbox(
            DatabaseSessions sessions,
            ChatLogCodec codec,
            LeaderMembers members,
            ChatLogWriter writer,
            ChatEventLoop.FollowerInput input,
            LeaderServices services) {
        this.sessions = sessions;
        this.codec = codec;
        this.members = members;
        this.writer = writer;
        this.input = input;
        this.services = services;
    }

    /**
     * @param applied numbers of the last commands that earlier leaders have applied, by the incarnations of replicas
     */
    void start(Map<Integer, Long> applied, UnappliedCommands left) {
        read.putAll(applied);
        unapplied = left;
        Thread.ofPlatform().name("inbox").daemon().start(this::run);
    }

    private void run() {
        while (!closed) {
            try (Connection connection = sessions.open("inbox")) {
                DatabaseSessions.listen(connection, DatabaseSessions.COMMANDS);
                missing.clear();
                storeSteps();
                while (!closed) {
                    if (System.nanoTime() - nextCheck >= 0) {
                        checkReplicas(connection);
                        nextCheck = System.nanoTime() + CHECK_NANOS;
                    }
                    if (!takeCommands(connection)) {
                        DatabaseSessions.await(connection, POLL_MILLIS);
                    }
                }
            } catch (SQLException e) {
                log.debug("Commands cannot be read", e);
                DatabaseSessions.rest();
            } catch (RuntimeException | Error e) {
                log.error("Commands cannot be taken", e);
                DatabaseSessions.rest();
            }
        }
    }

    /** Has it stored which commands are applied one at a time, before any of them is applied. */
    private void storeSteps() {
        Set<Integer> replicas = unapplied.replicas();
        input.ask(new ChatQuery.LastId(), last -> writer.step(replicas), () -> {});
        input.stored().join();
    }

    /** Takes the next commands; returns whether there may be more. */
    private boolean takeCommands(Connection connection) throws SQLException {
        int count = 0;
        boolean isFound = false;
        boolean isStepping = !unapplied.replicas().isEmpty();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setArray(1, connection.createArrayOf("int", read.keySet().toArray()));
            statement.setArray(
                    2, connection.createArrayOf("bigint", read.values().toArray()));
            statement.setArray(3, connection.createArrayOf("bigint", ends()));
            try (ResultSet rows = statement.executeQuery()) {
                for (; rows.next(); count++) {
                    isFound |= take(rows.getInt(1), rows.getLong(2), rows.getString(3));
                }
            }
        }
        if (isFound && isStepping) {
            input.stored().join();
        }
        return isFound && (isStepping || count >= MAX_COMMANDS);
    }

    /** Numbers of the last commands that may be taken now. */
    private Object[] ends() {
        return read.entrySet().stream()
                .map(last -> unapplied.end(last.getKey(), last.getValue()))
                .toArray();
    }

    /** Takes a command, if the one before it was taken. A later one may be there first after a crash of the server. */
    private boolean take(int incarnation, long number, String json) {
        boolean isNext = read.getOrDefault(incarnation, 0L) + 1 == number;
        if (isNext) {
            read.put(incarnation, number);
            Runnable applied = applied(incarnation, number);
            try {
                take(codec.decodeCommand(json), incarnation, number, applied);
            } catch (RuntimeException | Error e) {
                log.error(
                        "Command {} of replica {} was ignored: {}",
                        number,
                        incarnation,
                        e.getClass().getSimpleName());
                fail(incarnation, number, applied);
            }
        }
        return isNext;
    }

    private Runnable applied(int incarnation, long number) {
        if (unapplied.isDone(incarnation, number)) {
            Set<Integer> others = unapplied.replicas();
            return () -> {
                writer.applied(incarnation, number);
                writer.step(others);
            };
        }
        return () -> writer.applied(incarnation, number);
    }

    private void take(Optional<FollowerCommand> read, int incarnation, long number, Runnable applied) {
        if (read.isEmpty()) {
            log.error("Command {} of replica {} is of an unknown kind and was ignored", number, incarnation);
            fail(incarnation, number, applied);
        } else if (unapplied.isSuspect(incarnation, number)) {
            refuse(read.get(), incarnation, number, applied);
        } else {
            add(read.get(), incarnation, number, applied);
        }
    }

    /** Refuses a command that may have killed two leaders. That a connection was opened or closed cannot be refused. */
    private void refuse(FollowerCommand command, int incarnation, long number, Runnable applied) {
        if (command instanceof FollowerCommand.CommandReceived received
                && !(received.command() instanceof Command.EndOfInput)) {
            logRefusal(received.command(), incarnation, number);
            input.received(members.find(received.client()), REFUSAL, null, applied);
        } else if (command instanceof FollowerCommand.QueryAsked asked) {
            logRefusal(asked.query(), incarnation, number);
            fail(incarnation, number, applied);
        } else if (command instanceof FollowerCommand.AccountChangeAsked
                || command instanceof FollowerCommand.OperatorCommandAsked) {
            logRefusal(command, incarnation, number);
            fail(incarnation, number, applied);
        } else {
            add(command, incarnation, number, applied);
        }
    }

    /** @param refused the command, of which only the kind is logged */
    private static void logRefusal(Object refused, int incarnation, long number) {
        log.error(
                "Command {} of replica {} was refused, because two leaders may have failed at it: {}",
                number,
                incarnation,
                refused.getClass().getSimpleName());
    }

    private void add(FollowerCommand command, int incarnation, long number, Runnable applied) {
        switch (command) {
            case FollowerCommand.ClientConnected connected -> {
                Member member = members.add(connected, incarnation);
                writer.follow(member);
                input.opened(member, applied);
            }
            case FollowerCommand.CommandReceived received ->
                input.received(members.find(received.client()), received.command(), received.word(), applied);
            case FollowerCommand.ClientDisconnected ended -> {
                Member member = members.find(ended.client());
                end(member, ended.lastWritten(), applied);
            }
            case FollowerCommand.QueryAsked asked -> ask(asked.query(), incarnation, number, applied);
            case FollowerCommand.AccountChangeAsked asked -> serve(asked, incarnation, number, applied);
            case FollowerCommand.OperatorCommandAsked asked -> serve(asked, incarnation, number, applied);
            case FollowerCommand.SessionClosed closed -> {
                SessionSnapshot last = closed.ended().client();
                services.observer()
                        .closed(
                                new RemoteClient(
                                        closed.client(),
                                        last.address(),
                                        last.address().getHostAddress(),
                                        last.listener()),
                                closed.ended(),
                                closed.left());
                skip(applied);
            }
            case FollowerCommand.DeliveryReported reported -> {
                members.delivered(incarnation, reported.lastWritten());
                skip(applied);
            }
        }
    }

    private void end(Member member, long lastWritten, Runnable applied) {
        input.ended(
                member,
                lastWritten,
                state -> {
                    members.remove(member);
                    writer.removed(member, state);
                },
                applied);
    }

    private <T> void ask(ChatQuery<T> query, int incarnation, long number, Runnable applied) {
        input.ask(
                query,
                answer -> writer.answered(
                        incarnation,
                        number,
                        answer.map(found -> codec.encodeAnswer(query, found)).orElse(null)),
                applied);
    }

    /** Does something that may block on a thread of its own. If this leader is lost meanwhile, nobody answers. */
    private void serve(FollowerCommand command, int incarnation, long number, Runnable applied) {
        skip(applied);
        Thread.ofPlatform().name("request").daemon().start(() -> {
            String result = result(command);
            if (command instanceof FollowerCommand.AccountChangeAsked asked
                    && asked.change() instanceof AccountChange.Remove removed
                    && result != null) {
                // Not by a command of the client, whose name somebody else may have registered by then.
                input.ask(new ChatQuery.RemoveAccount(removed.account()), answer -> {}, () -> {});
            }
            input.ask(new ChatQuery.LastId(), answer -> writer.answered(incarnation, number, result), () -> {});
        });
    }

    private @Nullable String result(FollowerCommand command) {
        try {
            return services.result(command).map(codec::encodeResult).orElse(null);
        } catch (RuntimeException | Error e) {
            log.warn("A {} failed: {}", command.getClass().getSimpleName(), e.toString());
            return null;
        }
    }

    /** Counts a command as applied that was not. If it was a query, the query fails. */
    private void fail(int incarnation, long number, Runnable applied) {
        input.ask(new ChatQuery.LastId(), answer -> writer.answered(incarnation, number, null), applied);
    }

    private void skip(Runnable applied) {
        input.ask(new ChatQuery.LastId(), answer -> {}, applied);
    }

    private void checkReplicas(Connection connection) throws SQLException {
        List<Integer> live = new ArrayList<>();
        List<Integer> lost = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(REPLICAS)) {
            statement.setInt(1, ReplicaSession.KEY);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    (rows.getBoolean(2) ? lost : live).add(rows.getInt(1));
                }
            }
        }
        live.removeAll(ended);
        live.forEach(incarnation -> read.putIfAbsent(incarnation, 0L));
        missing.keySet().retainAll(lost);
        for (int incarnation : lost) {
            long since = missing.computeIfAbsent(incarnation, first -> System.nanoTime());
            if (System.nanoTime() - since >= MISSING_NANOS && !ended.contains(incarnation)) {
                remove(connection, incarnation);
                ended.add(incarnation);
            }
        }
        delete(connection);
    }

    /** Removes a replica after its last commands. Its clients have lost their connections. */
    private void remove(Connection connection, int incarnation) throws SQLException {
        read.putIfAbsent(incarnation, 0L);
        long before;
        do {
            before = read.get(incarnation);
            takeCommands(connection);
        } while (read.get(incarnation) != before);
        read.remove(incarnation);
        unapplied.remove(incarnation);
        members.of(incarnation).forEach(member -> end(member, members.lastWritten(member), () -> {}));
        input.ask(new ChatQuery.LastId(), answer -> writer.ended(incarnation), () -> {});
        log.info("Replica {} has ended", incarnation);
    }

    /** Deletes the commands that are applied, as of the last checkpoint. */
    private static void delete(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("""
                    DELETE FROM command_inbox USING replica WHERE replica.incarnation = command_inbox.incarnation
                        AND (number <= applied OR ended_at IS NOT NULL)""");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
