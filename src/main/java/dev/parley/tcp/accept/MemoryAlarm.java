package dev.parley.tcp.accept;

import com.sun.management.GarbageCollectionNotificationInfo;
import dev.parley.time.MonotonicClock;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alarm that is raised while more than 80 % of the heap is in use after a collection. New clients are rejected then, so
 * that connected clients can continue.
 */
public final class MemoryAlarm {
    private static final Logger log = LoggerFactory.getLogger(MemoryAlarm.class);
    private static final double RAISE_ABOVE = 0.8;
    private static final double SHED_ABOVE = 0.9;
    private static final long LONG_AGO_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final long raiseAbove;
    private final long shedAbove;
    private final MonotonicClock clock;
    private final Runnable collection;
    private final AtomicLong collectedNanos;
    private volatile boolean raised;
    private volatile boolean isShedding;

    /** @param heap most bytes of the heap */
    public MemoryAlarm(long heap, MonotonicClock clock) {
        this(heap, clock, System::gc);
    }

    /** @param collection collects garbage now */
    MemoryAlarm(long heap, MonotonicClock clock, Runnable collection) {
        this.raiseAbove = (long) (heap * RAISE_ABOVE);
        this.shedAbove = (long) (heap * SHED_ABOVE);
        this.clock = clock;
        this.collection = collection;
        this.collectedNanos = new AtomicLong(clock.nanos());
    }

    /** Subscribes to the notifications of every collection. */
    public void watch() {
        Set<String> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getName)
                .collect(Collectors.toSet());
        for (var collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            ((NotificationEmitter) collector)
                    .addNotificationListener((notification, unused) -> collected(notification, pools), null, null);
        }
    }

    public boolean isRaised() {
        return raised;
    }

    /** Whether more than 90 % of the heap is in use. Everything that can be done later is then postponed. */
    public boolean isShedding() {
        return isShedding;
    }

    /**
     * Whether a new client may be admitted. If the last collection was long ago, the memory in use after it may be
     * garbage by now. A quiet service does not collect again by itself, so this method then starts a collection. MUST
     * be called without a lock, because a collection may take seconds.
     */
    boolean admits() {
        long last = collectedNanos.get();
        if (raised && clock.nanos() - last > LONG_AGO_NANOS && collectedNanos.compareAndSet(last, clock.nanos())) {
            collection.run();
        }
        return !raised;
    }

    void collected(long used) {
        collectedNanos.set(clock.nanos());
        isShedding = used > shedAbove;
        boolean high = used > raiseAbove;
        if (high != raised) {
            raised = high;
            if (high) {
                log.warn(
                        "New connections are refused because memory is low: {} bytes of heap are in use, more than {}",
                        used,
                        raiseAbove);
            } else {
                log.info("New connections are accepted again: {} bytes of the heap are in use", used);
            }
        }
    }

    private void collected(Notification notification, Set<String> pools) {
        if (notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            var after = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                    .getGcInfo()
                    .getMemoryUsageAfterGc();
            collected(after.entrySet().stream()
                    .filter(pool -> pools.contains(pool.getKey()))
                    .mapToLong(pool -> pool.getValue().getUsed())
                    .sum());
        }
    }
}
