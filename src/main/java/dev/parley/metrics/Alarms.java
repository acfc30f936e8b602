package dev.parley.metrics;

import dev.parley.operator.ServiceStatus.RaisedAlarm;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Alarms of the service, and since when each has been raised. Safe for any thread. */
final class Alarms {
    /** Interval of {@link #check}, by which the time of an alarm may be late. */
    static final long CHECK_INTERVAL_SECONDS = 5;

    private final Map<String, BooleanSupplier> byType;
    private final InstantSource clock;
    private final Map<String, Instant> since = new HashMap<>();

    /** @param byType states of the alarms by their types */
    Alarms(Map<String, BooleanSupplier> byType, InstantSource clock) {
        this.byType = new TreeMap<>(byType);
        this.clock = clock;
    }

    Map<String, BooleanSupplier> byType() {
        return byType;
    }

    /** Notes which alarms are raised. */
    synchronized void check() {
        byType.forEach((type, raised) -> {
            if (raised.getAsBoolean()) {
                since.putIfAbsent(type, clock.instant().truncatedTo(ChronoUnit.MILLIS));
            } else {
                since.remove(type);
            }
        });
    }

    /** Returns the raised alarms, sorted by type. */
    synchronized List<RaisedAlarm> raised() {
        check();
        List<RaisedAlarm> raised = new ArrayList<>();
        new TreeMap<>(since).forEach((type, time) -> raised.add(new RaisedAlarm(type, time)));
        return raised;
    }
}
