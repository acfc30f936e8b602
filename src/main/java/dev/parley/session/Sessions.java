package dev.parley.session;

import dev.parley.chat.Member;
import dev.parley.net.IpNetwork;
import dev.parley.protocol.EventIds;
import dev.parley.protocol.Format;
import dev.parley.session.port.AddressBans;
import dev.parley.session.port.DisconnectReason;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All open sessions, in the order they were opened. Safe for any thread. */
public final class Sessions {
    private static final System.Logger log = System.getLogger(Sessions.class.getName());

    /** Time over which the rates of lines are measured. */
    static final Duration RATE_INTERVAL = Duration.ofSeconds(3);

    private final NavigableMap<Long, Session> byNumber = new ConcurrentSkipListMap<>();
    private final SessionContext context;
    private final SessionContext hidden;
    private final AddressBans addressBans;
    private final SessionObserver observer;
    private final Format format;
    private final InstantSource clock;
    private final EventIds ids;
    // used by the tick only
    private long ratesMeasuredNanos;

    public Sessions(
            SessionContext context,
            AddressBans addressBans,
            SessionObserver observer,
            Format format,
            InstantSource clock) {
        this.context = context;
        this.hidden = context.hidden();
        this.format = format;
        this.addressBans = addressBans;
        this.observer = observer;
        this.clock = clock;
        this.ids = new EventIds(clock);
        this.ratesMeasuredNanos = context.time().nanos();
    }

    /**
     * Opens a session and adds it to the chat; {@link #close} MUST follow. The address is checked against the bans only
     * after the session can be found here. A ban first takes effect and then searches the sessions, so it also finds a
     * connection that was accepted before the ban.
     */
    public Session open(Connection connection) {
        Session session = create(connection, context, client -> member(client, connection));
        byNumber.put(session.number(), session);
        context.chatInput().opened(session.member());
        addressBans.banned(connection.address()).ifPresent(ban -> session.disconnect(ban.bye()));
        return session;
    }

    /**
     * Opens a session that is in no list and no count, and that the chat hides from everyone; {@link #close} MUST
     * follow.
     */
    public Session openHidden(Connection connection) {
        Session session = create(connection, hidden, Member::hidden);
        hidden.chatInput().opened(session.member());
        return session;
    }

    /** Disconnects clients whose addresses are banned. */
    public void disconnectBanned() {
        byNumber.values()
                .forEach(session ->
                        addressBans.banned(session.address()).ifPresent(ban -> session.disconnect(ban.bye())));
    }

    private Member member(Session session, Connection connection) {
        return connection.requiresLogin() ? Member.unauthenticated(session, format) : new Member(session, format);
    }

    private Session create(Connection connection, SessionContext with, Function<Session, Member> member) {
        return new Session(ids.next(), clock.instant(), connection, with, member);
    }

    /** Removes a session whose socket is closed. */
    public ClosedSession close(Session session, DisconnectReason observed) {
        ClosedSession ended = session.ended(observed, session.isHidden() ? SessionObserver.NONE : observer);
        byNumber.remove(session.number());
        session.closed().complete(null);
        return ended;
    }

    /** Counts a connection that ended before it could become a session. */
    public void neverOpened(DisconnectReason why, Duration lasted) {
        context.metrics().disconnected(why, lasted);
    }

    public Optional<Session> find(String id) {
        try {
            return Optional.ofNullable(byNumber.get(Long.parseLong(id, Character.MAX_RADIX)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Returns the sessions after the session with this id, which may be closed; all sessions if the id is null. */
    public Stream<Session> after(@Nullable String id) {
        Collection<Session> rest = id == null
                ? byNumber.values()
                : byNumber.tailMap(Long.parseLong(id, Character.MAX_RADIX), false)
                        .values();
        return rest.stream();
    }

    /** Returns the sessions from a network. */
    public List<Session> from(IpNetwork network) {
        return byNumber.values().stream()
                .filter(session -> network.contains(session.address()))
                .toList();
    }

    Collection<Session> all() {
        return byNumber.values();
    }

    public int count() {
        return byNumber.size();
    }

    /** Number of sessions of this listener. */
    public long count(String listener) {
        return byNumber.values().stream()
                .filter(session -> session.listener().equals(listener))
                .count();
    }

    /**
     * Id up to which everything was written to every client; {@link Long#MAX_VALUE} if everything that was queued is
     * written.
     */
    public long lowestWritten() {
        return byNumber.values().stream()
                .filter(session -> !session.isAllWritten())
                .mapToLong(Session::lastWritten)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Has all ids from now on differ from those of other replicas. */
    public void numberFor(int slot) {
        ids.useSlot(slot);
    }

    /** Bytes queued for each client. */
    public IntStream queuedBytes() {
        return byNumber.values().stream().mapToInt(Session::queuedBytes);
    }

    /**
     * Closes sessions that exceed a deadline. If too much is queued in all, also closes the sessions with the longest
     * queues. Called every tick.
     */
    public void checkDeadlines() {
        long now = context.time().nanos();
        long queued = 0;
        for (Session session : byNumber.values()) {
            queued += checkDeadlines(session, now);
        }
        long excess = queued - context.limits().totalQueueBytes();
        if (excess > 0) {
            evict(excess);
        }
        measureRates(now);
    }

    private void measureRates(long now) {
        Duration measured = Duration.ofNanos(now - ratesMeasuredNanos);
        if (measured.compareTo(RATE_INTERVAL) >= 0) {
            ratesMeasuredNanos = now;
            double seconds = measured.toNanos() / (double) Duration.ofSeconds(1).toNanos();
            byNumber.values().forEach(session -> session.measureRate(seconds));
        }
    }

    /** Checks one session. A failure must not end the checks of all others. */
    private static int checkDeadlines(Session session, long now) {
        try {
            return session.checkDeadlines(now);
        } catch (RuntimeException e) {
            log.log(Level.ERROR, "Could not check the deadlines of client " + session.id(), e);
            return 0;
        }
    }

    private void evict(long excess) {
        record Queued(Session session, int bytes) {}
        var largestFirst = byNumber.values().stream()
                .map(session -> new Queued(session, session.queuedBytes()))
                .sorted(Comparator.comparingInt(Queued::bytes).reversed())
                .iterator();
        for (long left = excess; left > 0 && largestFirst.hasNext(); ) {
            Queued largest = largestFirst.next();
            left -= largest.bytes();
            largest.session().endSlow(0);
        }
    }
}
