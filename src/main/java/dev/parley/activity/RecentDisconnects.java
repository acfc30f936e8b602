package dev.parley.activity;

import dev.parley.protocol.EventIds;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.session.ClosedSession;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The connections that were closed most recently since the start, in their last state. Safe for any thread. */
public final class RecentDisconnects {
    /** Most connections that are kept; a further one replaces the oldest. */
    public static final int MAX_CLIENTS = 10_000;

    private final Deque<Closed> newestFirst = new ArrayDeque<>();

    private final EventIds numbers;

    /** @param number grows from each closed connection to the next, also over restarts */
    public record Closed(long number, ClosedSession ended, MemberSnapshot member, Instant at) {}

    public RecentDisconnects(InstantSource clock) {
        numbers = new EventIds(clock, 0);
    }

    synchronized void add(ClosedSession ended, MemberSnapshot member, Instant at) {
        newestFirst.addFirst(new Closed(numbers.next(), ended, member, at));
        if (newestFirst.size() > MAX_CLIENTS) {
            newestFirst.removeLast();
        }
    }

    public synchronized List<Closed> newestFirst() {
        return new ArrayList<>(newestFirst);
    }
}
