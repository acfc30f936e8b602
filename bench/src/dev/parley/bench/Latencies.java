package dev.parley.bench;

import java.util.Arrays;

/** How long deliveries took: of every so-manieth one, so that looking at the clock does not count. */
final class Latencies {
    private final int every;
    private long[] nanos = new long[1 << 16];
    private int count;
    private int skipped;

    Latencies(int every) {
        this.every = every;
    }

    boolean wantsNext() {
        if (++skipped < every) {
            return false;
        }
        skipped = 0;
        return true;
    }

    void add(long latency) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = latency;
    }

    /** In milliseconds; not a number where nothing was delivered. */
    double percentile(double percent) {
        Arrays.sort(nanos, 0, count);
        return count == 0 ? Double.NaN : nanos[(int) (count * percent / 100)] / 1e6;
    }
}
