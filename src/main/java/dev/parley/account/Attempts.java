package dev.parley.account;

import dev.parley.chat.Nick;
import dev.parley.session.Network;
import dev.parley.session.Time;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Wrong passwords, counted by where they come from: after five of one account within a minute no other is looked at for
 * the rest of it, after twenty of any accounts none for the rest of the hour. Nobody can lock the owner out from
 * elsewhere. Safe for any thread.
 */
final class Attempts {
    private static final int A_MINUTE = 5;
    private static final int AN_HOUR = 20;
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    /** So many are remembered; one more, and the one that was longest without a try is forgotten. */
    private static final int REMEMBERED = 10_000;

    /** Counts within a time that begins with the first. */
    private static final class Count {
        private final long untilNanos;
        private int count;

        Count(long untilNanos) {
            this.untilNanos = untilNanos;
        }
    }

    /** One account, tried from one network. */
    private record Minute(Network network, Nick account) {}

    private record Hour(Network network) {}

    private final Map<Object, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Count> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Time time;

    Attempts(Time time) {
        this.time = time;
    }

    /** Whether no password of this account is to be looked at that comes from there. */
    synchronized boolean areTooMany(InetAddress from, Nick account) {
        Network network = Network.ofClient(from);
        return reached(new Minute(network, account), A_MINUTE) || reached(new Hour(network), AN_HOUR);
    }

    synchronized void failed(InetAddress from, Nick account) {
        Network network = Network.ofClient(from);
        count(new Minute(network, account), MINUTE_NANOS);
        count(new Hour(network), HOUR_NANOS);
    }

    private boolean reached(Object key, int most) {
        Count count = counts.get(key);
        return count != null && count.untilNanos - time.nanos() > 0 && count.count >= most;
    }

    private void count(Object key, long nanos) {
        long now = time.nanos();
        Count count = counts.get(key);
        if (count == null || count.untilNanos - now <= 0) {
            count = new Count(now + nanos);
            counts.put(key, count);
        }
        count.count++;
    }
}
