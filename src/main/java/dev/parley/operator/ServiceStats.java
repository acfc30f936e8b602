package dev.parley.operator;

import java.util.List;

/** Source of the numbers of the last hour, for charts. Safe for any thread. */
@FunctionalInterface
public interface ServiceStats {
    /** Returns the samples that were taken after a time, in seconds since 1970. */
    StatsView after(long seconds);

    /**
     * Samples of several series.
     *
     * @param everySeconds interval at which samples are taken
     * @param series names of the series; some are counters, which grow from the start of the service
     * @param samples samples, oldest first; each has its time in seconds since 1970, and a value for each series
     */
    record StatsView(int everySeconds, List<String> series, List<List<Long>> samples) {}
}
