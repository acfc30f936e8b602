package dev.parley.session;

import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.ChatQuery;
import dev.parley.time.MonotonicClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Empties the service before it stops: nobody new comes in, all are told how long they have, then they are ended with a
 * bye, the idle first, spread over a window so that they do not all come back at once.
 *
 * <pre>
 *   SERVING ──start, stop──▶ DRAINING ──nobody is left──▶ DRAINED
 *      ▲─────────cancel─────────┴───────────cancel───────────┘      (not after stop)
 * </pre>
 *
 * Each is ended in two steps, a tick apart: a barrier, after which its lines are answered with {@code draining}, then
 * the orderly end. Nobody is told of those a drain ends: it would be everyone of everyone. Safe for any thread; works
 * in {@link #check}.
 */
public final class Drain {
    public enum State {
        SERVING,
        DRAINING,
        DRAINED
    }

    /** @param left of the window */
    public record Status(State state, int clients, Duration left) {}

    /** When in the window it is a session's turn, from 0 to 1. */
    private record Turn(Session session, double at) {}

    private static final Duration HURRIED = Duration.ofSeconds(5);

    /** So long after the window those who are still there are reset. */
    private static final Duration LAST = Duration.ofSeconds(10);

    /** What is left when everyone is told again. */
    private static final long[] COUNTDOWN_SECONDS = {60, 30, 10, 5};

    private final ChatEventLoop eventLoop;
    private final Sessions sessions;
    private final Duration length;
    private final MonotonicClock clock;
    private final RandomGenerator random;

    private final Queue<Turn> turns = new ArrayDeque<>();
    private final Set<Session> asked = new HashSet<>();
    private final List<Session> ending = new ArrayList<>();
    private volatile State state = State.SERVING;
    private DrainWindow window;
    private long nextCall;
    private boolean stopping;
    private CompletableFuture<Void> drained = new CompletableFuture<>();

    /** @param length of the window */
    public Drain(
            ChatEventLoop eventLoop, Sessions sessions, Duration length, MonotonicClock clock, RandomGenerator random) {
        this.eventLoop = eventLoop;
        this.sessions = sessions;
        this.length = length;
        this.clock = clock;
        this.random = random;
        this.window = new DrainWindow(Duration.ZERO, clock.nanos());
    }

    /** Whether new connections may come in. */
    public boolean isServing() {
        return state == State.SERVING;
    }

    public synchronized Status status() {
        boolean draining = state == State.DRAINING;
        return new Status(state, sessions.count(), draining ? window.left(clock.nanos()) : Duration.ZERO);
    }

    /** Begins; one that has begun goes on. */
    public void start() {
        start(length);
    }

    /**
     * Begins and can no longer be cancelled, as the service is to stop; a second call leaves at most 5 s. The answer is
     * completed when nobody is left.
     */
    public synchronized CompletableFuture<Void> stop() {
        return stopping ? stop(HURRIED) : stop(length);
    }

    /** The same without a window, for a service that stops now. */
    public CompletableFuture<Void> stopNow() {
        return stop(Duration.ZERO);
    }

    /** Lets new connections in again, and leaves those in peace who are still there. False when it is too late. */
    public synchronized boolean cancel() {
        if (stopping) {
            return false;
        }
        if (state == State.DRAINING) {
            announce("the restart was called off");
        }
        state = State.SERVING;
        turns.clear();
        asked.clear();
        return true;
    }

    /** Called every tick: ends those whose turn it is. */
    public synchronized void check() {
        long now = clock.nanos();
        ending.forEach(this::end);
        ending.clear();
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
            asked.clear();
            CompletableFuture<Void> done = drained;
            eventLoop.ask(new ChatQuery.LastId()).thenRun(() -> done.complete(null)); // their going is stored
        }
    }

    private synchronized void start(Duration most) {
        if (state != State.SERVING) {
            return;
        }
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
        if (window.shorten(most, clock.nanos())) {
            nextCall = Long.MAX_VALUE;
        }
        return drained;
    }

    private void countDown(long now) {
        long seconds = window.left(now).plusMillis(999).toSeconds();
        if (seconds > 0 && seconds <= nextCall) {
            announce("the server restarts; connections end within " + seconds + " s, please come back then");
            nextCall = LongStream.of(COUNTDOWN_SECONDS)
                    .filter(mark -> mark < seconds)
                    .max()
                    .orElse(0);
        }
    }

    private void announce(String text) {
        eventLoop.ask(new ChatQuery.Announce(text, null));
    }

    private void raiseBarrier(Session session) {
        if (asked.add(session)) {
            eventLoop.ask(new ChatQuery.Drain(session.member()));
            ending.add(session);
        }
    }

    private void end(Session session) {
        eventLoop.ask(new ChatQuery.DisconnectForRestart(session.member()));
    }
}
