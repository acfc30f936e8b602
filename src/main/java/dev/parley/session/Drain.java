package dev.parley.session;

import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.session.port.DisconnectReason;
import dev.parley.time.MonotonicClock;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Empties the service before it stops: it accepts no new clients, announces the time that is left, and then disconnects
 * all clients with a bye. Idle clients are first, and the disconnects are spread over a window so that clients do not
 * all reconnect at once.
 *
 * <pre>
 *   SERVING ──start, stop──▶ DRAINING ──nobody is left──▶ DRAINED
 *      ▲─────────cancel─────────┴───────────cancel───────────┘      (not after stop)
 * </pre>
 *
 * A client is disconnected in two steps, one tick apart. From the first step on (the barrier), its lines are answered
 * with {@code draining}. The second step closes its session in an orderly way. Leaves during a drain are not announced,
 * because every client would be sent the leave of every other client. Safe for any thread; the work is done in {@link
 * #check}.
 */
public final class Drain {
    private static final System.Logger log = System.getLogger(Drain.class.getName());

    public enum State {
        SERVING,
        DRAINING,
        DRAINED;

        /** Returns the name that operators see. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param left time until the end of the window */
    public record Status(State state, int clients, Duration left) {
        /** Returns the time until the end of the window in seconds, rounded up. */
        public long secondsLeft() {
            return left.plusMillis(999).toSeconds();
        }
    }

    /** Point in the window, from 0 to 1, at which a session is disconnected. */
    private record Turn(Session session, double at) {}

    private static final Duration HURRIED = Duration.ofSeconds(5);

    /** Time over which clients are disconnected while another process waits to take over. */
    private static final Duration HANDOVER = Duration.ofMillis(1_500);

    /** Time from the end of the window until the remaining connections are reset. */
    private static final Duration LAST = Duration.ofSeconds(10);

    /** Longest wait of a stop for connections that were reset, and for the chat to store the last leaves. */
    private static final Duration STORED = Duration.ofSeconds(5);

    /** Remaining times, in seconds, at which the restart is announced again. */
    private static final long[] COUNTDOWN_SECONDS = {60, 30, 10, 5};

    private final ChatInput chatInput;
    private final Sessions sessions;
    private final Duration length;
    private final BooleanSupplier isAwaited;
    private final MonotonicClock clock;
    private final RandomGenerator random;

    private final Queue<Turn> turns = new ArrayDeque<>();
    private final Set<Session> asked = new HashSet<>();
    private final List<Session> ending = new ArrayList<>();
    private volatile State state = State.SERVING;
    private DrainWindow window;
    private long nextCall;
    private boolean stopping;
    private long drainedNanos;
    private CompletableFuture<Void> drained = new CompletableFuture<>();

    /**
     * @param length of the window
     * @param isAwaited whether another process waits to take over; may wait for the database
     */
    public Drain(
            ChatInput chatInput,
            Sessions sessions,
            Duration length,
            BooleanSupplier isAwaited,
            MonotonicClock clock,
            RandomGenerator random) {
        this.chatInput = chatInput;
        this.sessions = sessions;
        this.length = length;
        this.isAwaited = isAwaited;
        this.clock = clock;
        this.random = random;
        this.window = new DrainWindow(Duration.ZERO, clock.nanos());
    }

    /** Whether new connections are accepted. */
    public boolean isServing() {
        return state == State.SERVING;
    }

    public synchronized Status status() {
        boolean draining = state == State.DRAINING;
        return new Status(state, sessions.count(), draining ? window.left(clock.nanos()) : Duration.ZERO);
    }

    /** Starts the drain; has no effect if a drain is running. */
    public void start() {
        start(length);
    }

    /**
     * Starts a drain that cannot be cancelled, because the service is to stop. A second call shortens the time left to
     * at most 5 s. If another process waits to take over, 1.5 s are left, because clients can reconnect at once. The
     * result is completed when no client is left, or when the chat has not answered for a while.
     */
    public CompletableFuture<Void> stop() {
        Duration most = length.compareTo(HANDOVER) > 0 && isAwaited.getAsBoolean() ? HANDOVER : length;
        synchronized (this) {
            return stop(stopping && most.compareTo(HURRIED) > 0 ? HURRIED : most);
        }
    }

    /** Stops like {@link #stop}, but without a window. */
    public CompletableFuture<Void> stopNow() {
        return stop(Duration.ZERO);
    }

    /**
     * Cancels the drain: accepts new connections again, and keeps the remaining ones. Returns false if the service is
     * already stopping.
     */
    public synchronized boolean cancel() {
        if (stopping) {
            return false;
        }
        if (state == State.DRAINING) {
            announce("the restart was cancelled");
        }
        state = State.SERVING;
        turns.clear();
        asked.clear();
        return true;
    }

    /** Shortens the time that is left before a stop if another process waits now. May wait for the database. */
    public void checkSuccessor() {
        if (isStopping() && isAwaited.getAsBoolean()) {
            shorten(HANDOVER);
        }
    }

    private synchronized boolean isStopping() {
        return stopping && state == State.DRAINING;
    }

    private synchronized void shorten(Duration most) {
        if (window.shorten(most, clock.nanos())) {
            nextCall = Long.MAX_VALUE;
        }
    }

    /** Disconnects the clients whose turn it is. Called every tick. */
    public synchronized void check() {
        long now = clock.nanos();
        ending.forEach(this::end);
        ending.clear();
        if (stopping && isLate(now)) {
            drained.complete(null);
        }
        if (state != State.DRAINING) {
            return;
        }
        countDown(now);
        double passed = window.passed(now);
        while (!turns.isEmpty() && turns.peek().at() <= passed) {
            raiseBarrier(turns.remove().session());
        }
        if (passed == 1) {
            sessions.all().forEach(this::raiseBarrier);
        }
        if (window.isOver(LAST, now)) {
            sessions.all().forEach(session -> session.abort(DisconnectReason.RESTART));
        }
        if (sessions.count() == 0) {
            state = State.DRAINED;
            drainedNanos = now;
            asked.clear();
            CompletableFuture<Void> done = drained;
            // Completed when all leaves are stored, or when the chat cannot answer.
            chatInput.ask(new ChatQuery.LastId()).whenComplete((last, failure) -> done.complete(null));
        }
    }

    /** Whether a stop no longer waits, because the process must end even if the chat does not answer. */
    private boolean isLate(long now) {
        return state == State.DRAINED ? now - drainedNanos >= STORED.toNanos() : window.isOver(LAST.plus(STORED), now);
    }

    private synchronized void start(Duration most) {
        if (state != State.SERVING) {
            return;
        }
        log.log(
                Level.INFO,
                "Draining {0} clients within {1} s",
                sessions.count(),
                most.plusMillis(999).toSeconds());
        state = State.DRAINING;
        window = new DrainWindow(most, clock.nanos());
        nextCall = Long.MAX_VALUE;
        drained = new CompletableFuture<>();
        List<Session> idleFirst = idleFirst();
        for (int i = 0; i < idleFirst.size(); i++) {
            turns.add(new Turn(idleFirst.get(i), (i + random.nextDouble()) / idleFirst.size()));
        }
    }

    private List<Session> idleFirst() {
        record Idle(Session session, Duration time) {}
        return sessions.all().stream()
                .map(session -> new Idle(session, session.state().idle()))
                .sorted(Comparator.comparing(Idle::time).reversed())
                .map(Idle::session)
                .toList();
    }

    private synchronized CompletableFuture<Void> stop(Duration most) {
        stopping = true;
        start(most);
        shorten(most);
        return drained;
    }

    private void countDown(long now) {
        long seconds = window.left(now).plusMillis(999).toSeconds();
        if (seconds > 0 && seconds <= nextCall) {
            announce("the server is restarting; connections close within " + seconds + " s, please reconnect then");
            nextCall = LongStream.of(COUNTDOWN_SECONDS)
                    .filter(mark -> mark < seconds)
                    .max()
                    .orElse(0);
        }
    }

    /** Announces a text to the clients of this process, because those of other replicas stay connected. */
    private void announce(String text) {
        List<Member> members = sessions.all().stream().map(Session::member).toList();
        chatInput.ask(new ChatQuery.AnnounceTo(members, text));
    }

    private void raiseBarrier(Session session) {
        if (asked.add(session)) {
            chatInput.ask(new ChatQuery.Drain(session.member()));
            ending.add(session);
        }
    }

    private void end(Session session) {
        chatInput.ask(new ChatQuery.DisconnectForRestart(session.member())).whenComplete((answer, failure) -> {
            if (failure != null) {
                session.abort(DisconnectReason.RESTART);
            }
        });
    }
}
