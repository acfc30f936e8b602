package dev.parley.tcp;

import dev.parley.session.Network;
import dev.parley.session.Rate;
import dev.parley.session.Time;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * How fast one address may connect. Not in the first two minutes, when everyone comes back after a restart. One thread
 * at a time.
 */
final class ConnectRates {
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long GRACE_NANOS = 2 * MINUTE_NANOS;

    /** So many addresses are remembered before those that have been quiet are forgotten. */
    private static final int REMEMBERED = 4_096;

    private final Map<Network, Rate> byAddress = new HashMap<>();
    private final long interval;
    private final int burst;
    private final Time time;
    private final long startedNanos;
    private int forgetAt = REMEMBERED;

    /** @param perMinute 0 for no limit */
    ConnectRates(int perMinute, int burst, Time time) {
        this.interval = perMinute == 0 ? 0 : MINUTE_NANOS / perMinute;
        this.burst = burst;
        this.time = time;
        this.startedNanos = time.nanos();
    }

    boolean tryAdmit(Network network) {
        long now = time.nanos();
        if (interval == 0 || now - startedNanos < GRACE_NANOS) {
            return true;
        }
        if (byAddress.size() >= forgetAt) {
            byAddress.values().removeIf(rate -> rate.isIdle(now));
            forgetAt = Math.max(REMEMBERED, 2 * byAddress.size());
        }
        return byAddress
                .computeIfAbsent(network, first -> new Rate(interval, burst, now))
                .tryAdmit(now);
    }
}
