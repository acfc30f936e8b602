package dev.parley.activity;

import dev.parley.protocol.MemberSnapshot;
import dev.parley.session.ClosedSession;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The connections that were closed most recently since the start, in their last state. Safe for any thread. */
public final class RecentDisconnects {
    /** Most connections that are kept; a further one replaces the oldest. */
    public static final int MAX_CLIENTS = 10_000;

    private final Deque<Closed> newestFirst = new ArrayDeque<>();

    public record Closed(ClosedSession ended, MemberSnapshot member, Instant at) {}

    synchronized void add(Closed closed) {
        newestFirst.addFirst(closed);
        if (newestFirst.size() > MAX_CLIENTS) {
            newestFirst.removeLast();
        }
    }

    public synchronized List<Closed> newestFirst() {
        return new ArrayList<>(newestFirst);
    }
}
