package dev.parley.cluster;

import dev.parley.chat.Audience;
import dev.parley.chat.Delivery;
import dev.parley.chat.Member;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what the log contains to the clients of this replica, in the order of the log. Its thread does here what the
 * chat thread does where there is only one process.
 */
public final class LogFollower implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogFollower.class);
    private static final String GIVEN_UP = "Stopping, because the other replicas have given this one up";

    /** Longest time after which the log is read even if no notification has come. */
    private static final int POLL_MILLIS = 250;

    /** Most rows that are read at a time. */
    private static final int MAX_ROWS = 200;

    /** One refuses what cannot be sent; the other one may wait for the database. */
    private static final int BACKGROUND_THREADS = 2;

    private static final long REPORT_NANOS = 1_000_000_000;
    private static final String READ =
            "SELECT seq, token, entries FROM chat_log WHERE seq > ? ORDER BY seq LIMIT " + MAX_ROWS;

    private final ReplicaSession session;
    private final ChatLogCodec codec;
    private final FollowedMembers members;
    private final Delivery delivery;
    private final CommandOutbox outbox;
    private final LocalClients sessions;
    private final Runnable lost;
    private ReplicaSession.Position position = new ReplicaSession.Position(0, "");
    private final ScheduledExecutorService background = Executors.newScheduledThreadPool(
            BACKGROUND_THREADS, Thread.ofPlatform().name("background").daemon().factory());
    private volatile boolean closed;

    /** Id of the last event that was delivered. */
    private long lastEvent;

    /** Id that was reported to the current leader; 0 if none was. */
    private long lastReported;

    private long nextReport = System.nanoTime();

    /**
     * @param lost called when this replica can no longer follow, because the others have given it up
     */
    LogFollower(
            ReplicaSession session,
            ChatLogCodec codec,
            FollowedMembers members,
            Delivery delivery,
            CommandOutbox outbox,
            LocalClients sessions,
            Runnable lost) {
        this.session = session;
        this.codec = codec;
        this.members = members;
        this.delivery = delivery;
        this.outbox = outbox;
        this.sessions = sessions;
        this.lost = lost;
    }

    /** Shows the others that this replica is alive. Waits until the database can be reached. */
    public void takeSlot() throws InterruptedException {
        String problem = "";
        while (problem != null) {
            String next = problemOfSlot();
            if (next != null) {
                if (!next.equals(problem)) {
                    log.warn("The sessions of this replica cannot be opened yet: {}", next);
                }
                Thread.sleep(POLL_MILLIS);
            }
            problem = next;
        }
    }

    private @Nullable String problemOfSlot() {
        try {
            session.takeSlot();
            return null;
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Joins the other replicas, and begins to follow the log. Waits until a replica leads. */
    public void start() throws InterruptedException {
        while (!tryJoin()) {
            Thread.sleep(POLL_MILLIS);
        }
        sessions.numberFor(session.slot());
        readRestrictions();
        outbox.start(session.incarnation());
        Thread.ofPlatform().name("follower").daemon().start(this::run);
        background.scheduleWithFixedDelay(this::refuseLate, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void readRestrictions() {
        if (!sessions.readRestrictions()) {
            background.schedule(this::readRestrictions, 1, TimeUnit.SECONDS);
        }
    }

    /** Refuses commands that could not be sent, also while the thread that follows waits for the database. */
    private void refuseLate() {
        try {
            List<Member> senders = outbox.giveUpLate();
            if (!senders.isEmpty()) {
                synchronized (delivery) {
                    senders.forEach(member -> delivery.answer(member, UnavailableAnswer.REFUSED));
                    delivery.flush(true);
                }
            }
        } catch (RuntimeException | Error e) {
            log.error("Could not refuse commands that are late", e);
        }
    }

    private boolean tryJoin() {
        try {
            position = session.join();
            return true;
        } catch (SQLException e) {
            log.debug("Cannot join yet", e);
            return false;
        }
    }

    private void run() {
        while (!closed) {
            try {
                follow(session.connection());
            } catch (SQLException e) {
                log.debug("The log cannot be read", e);
                rejoin();
            } catch (RuntimeException | Error e) {
                log.error("Stopping, because the log cannot be followed", e);
                stop();
            }
        }
    }

    private void follow(Connection connection) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            while (!closed) {
                if (!deliver(read)) {
                    DatabaseSessions.await(connection, POLL_MILLIS);
                }
                reportDelivery();
            }
        }
    }

    /** Delivers the next rows; returns whether there may be more. */
    private boolean deliver(PreparedStatement read) throws SQLException {
        read.setLong(1, position.seq());
        int count = 0;
        try (ResultSet rows = read.executeQuery()) {
            synchronized (delivery) {
                for (; rows.next() && !closed; count++) {
                    deliver(new ReplicaSession.Position(rows.getLong(1), rows.getString(2)), rows.getString(3));
                }
                if (count > 0) {
                    delivery.flush(true);
                }
            }
        }
        return count == MAX_ROWS;
    }

    private void deliver(ReplicaSession.Position next, String entries) {
        if (next.seq() != position.seq() + 1) {
            log.error("Row {} of the log is missing", position.seq() + 1);
            stop();
            return;
        }
        if (!next.token().equals(position.token())) {
            outbox.sendAgain();
            lastReported = 0;
        }
        position = next;
        codec.decodeEntries(entries).forEach(this::deliver);
    }

    private void deliver(ChatLogEntry entry) {
        try {
            apply(entry);
        } catch (RuntimeException | Error e) {
            log.error("Could not deliver a {}", entry.getClass().getSimpleName(), e);
        }
    }

    private void apply(ChatLogEntry entry) {
        switch (entry) {
            case ChatLogEntry.MemberChanged changed -> members.change(changed.client(), changed.state());
            case ChatLogEntry.EventDelivered delivered -> {
                lastEvent = Math.max(lastEvent, delivered.event().stamp().id());
                delivery.deliver(delivered.event(), audience(delivered.recipients()));
            }
            case ChatLogEntry.ReplySent sent ->
                members.find(sent.client())
                        .ifPresent(member -> delivery.answer(member, outbox.complete(sent.client(), sent.reply())));
            case ChatLogEntry.ConnectionEnded ended ->
                members.find(ended.client()).ifPresent(member -> delivery.end(member, ended.bye()));
            case ChatLogEntry.ConnectionRemoved removed -> {
                members.remove(removed.client());
                outbox.removed(removed.client(), removed.state());
            }
            case ChatLogEntry.QueryAnswered answered -> {
                if (answered.incarnation() == session.incarnation()) {
                    // The answer may be read when everything before it is delivered.
                    delivery.flush(true);
                    outbox.answered(answered.number(), answered.answer());
                }
            }
            case ChatLogEntry.RestrictionsChanged changed -> background.execute(this::readRestrictions);
            case ChatLogEntry.CommandsApplied applied -> {
                if (applied.incarnation() == session.incarnation()) {
                    outbox.applied(applied.number());
                }
            }
        }
    }

    private Audience audience(ChatLogEntry.Recipients recipients) {
        return recipients.room() == null
                ? members.audience(recipients.clients())
                : members.audience(recipients.room(), recipients.except(), recipients.ignoring());
    }

    /** Reports every second up to which event everything was written. Ends if the others have given this replica up. */
    private void reportDelivery() throws SQLException {
        long now = System.nanoTime();
        if (now - nextReport >= 0) {
            nextReport = now + REPORT_NANOS;
            if (!session.isAlive()) {
                log.error(GIVEN_UP);
                stop();
            }
            long written = Math.min(lastEvent, sessions.lowestWritten());
            if (written > lastReported) {
                lastReported = written;
                outbox.delivered(written);
            }
        }
    }

    private void rejoin() {
        try {
            boolean isRejoined = false;
            while (!closed && !isRejoined) {
                Thread.sleep(POLL_MILLIS);
                isRejoined = tryRejoin();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tryRejoin() {
        try {
            if (!session.rejoin(position)) {
                log.error(GIVEN_UP);
                stop();
            }
            return true;
        } catch (SQLException e) {
            log.debug("Cannot rejoin yet", e);
            return false;
        } catch (RuntimeException | Error e) {
            log.error("Cannot rejoin", e);
            return false;
        }
    }

    private void stop() {
        closed = true;
        outbox.abandon();
        lost.run();
    }

    @Override
    public void close() {
        outbox.close();
        closed = true;
        background.shutdownNow();
    }
}
