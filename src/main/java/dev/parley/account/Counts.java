package dev.parley.account;

import dev.parley.session.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often things happened, each within a time that begins with its first. One thread at a time. */
final class Counts {
    /** So many are remembered; one more, and the one that was longest without any is forgotten. */
    private static final int REMEMBERED = 10_000;

    private static final class Count {
        private final long untilNanos;
        private int count;

        Count(long untilNanos) {
            this.untilNanos = untilNanos;
        }
    }

    private final Map<Object, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Count> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Time time;

    Counts(Time time) {
        this.time = time;
    }

    /** For how long it will have happened at least so often; zero when it has not. */
    Duration reached(Object what, int most) {
        Count count = counts.get(what);
        return count == null || count.count < most
                ? Duration.ZERO
                : Duration.ofNanos(Math.max(0, count.untilNanos - time.nanos()));
    }

    void add(Object what, Duration within) {
        long now = time.nanos();
        Count count = counts.get(what);
        if (count == null || count.untilNanos - now <= 0) {
            count = new Count(now + within.toNanos());
            counts.put(what, count);
        }
        count.count++;
    }

    /** One of them has not happened after all. */
    void takeBack(Object what) {
        Count count = counts.get(what);
        if (count != null) {
            count.count--;
        }
    }
}
