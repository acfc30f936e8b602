package dev.parley.moderation;

import dev.parley.database.StoredState;
import dev.parley.net.IpNetwork;
import dev.parley.protocol.EventIds;
import dev.parley.protocol.Nick;
import dev.parley.time.MonotonicClock;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Bans or mutes in force. A change takes effect at once, and {@link #store} writes it to the database. The database is
 * read at the next start. Safe for any thread; only {@link #store} waits for the database.
 */
public abstract sealed class RestrictionRegistry implements StoredState permits Bans, Mutes {
    private static final Logger log = LoggerFactory.getLogger(RestrictionRegistry.class);

    /** Most restrictions; further ones are not accepted. */
    public static final int MAX_RESTRICTIONS = 10_000;

    /**
     * A restriction with the time at which it ends. Unless it is permanent, it ends at {@code endsNanos} of the
     * monotonic clock, even if the wall clock is changed.
     */
    private record Timed(Restriction restriction, long endsNanos) {
        boolean isInForce(long now) {
            return restriction.expiresAt() == null || endsNanos - now > 0;
        }
    }

    private final Map<Target, Timed> byTarget = new ConcurrentHashMap<>();

    /** Targets whose changes are not yet stored. */
    private final Set<Target> unstored = ConcurrentHashMap.newKeySet();

    private final String plural;
    private final RestrictionStore store;
    private final InstantSource clock;
    private final MonotonicClock time;
    private final EventIds ids;
    private volatile Runnable storedTask = () -> {};

    /** Number of restrictions of networks. While it is 0, addresses are not looked up. */
    private volatile int networks;

    /** @param plural word for the restrictions in log messages */
    RestrictionRegistry(String plural, RestrictionStore store, InstantSource clock, MonotonicClock time) {
        this.plural = plural;
        this.store = store;
        this.clock = clock;
        this.time = time;
        this.ids = new EventIds(clock);
    }

    @Override
    public final void load() {
        List<Restriction> all = store.all();
        synchronized (this) {
            Set<Target> gone = new HashSet<>(byTarget.keySet());
            gone.removeAll(unstored);
            all.forEach(restriction -> gone.remove(restriction.target()));
            gone.forEach(this::discard);
            all.forEach(this::restore);
        }
    }

    /** Has a task run whenever changes are stored. */
    public final void onStored(Runnable task) {
        storedTask = task;
    }

    /**
     * Restores a stored restriction. The remaining time is computed once from the wall clock, and then measured by the
     * monotonic clock.
     */
    private void restore(Restriction restriction) {
        ids.startAbove(restriction.number());
        Instant expires = restriction.expiresAt();
        put(restriction, expires == null ? null : Duration.between(clock.instant(), expires));
    }

    private synchronized void put(Restriction restriction, @Nullable Duration left) {
        var timed = new Timed(restriction, left == null ? 0 : time.nanos() + left.toNanos());
        if (byTarget.put(restriction.target(), timed) == null && restriction.target() instanceof Target.ByNetwork) {
            networks++;
        }
    }

    private synchronized void forget(Target target) {
        discard(target);
        unstored.add(target);
    }

    private synchronized void discard(Target target) {
        if (byTarget.remove(target) != null && target instanceof Target.ByNetwork) {
            networks--;
        }
    }

    /**
     * Adds a restriction. If the target has one already, that one gets this reason and duration, counted from now.
     * Returns empty if there are {@value #MAX_RESTRICTIONS} restrictions of other targets, or as many changes that are
     * not yet stored.
     *
     * @param duration null for a permanent restriction
     * @param createdBy name of the operator
     */
    final synchronized Optional<Restriction> add(
            Target target, String reason, @Nullable Duration duration, boolean isShadow, String createdBy) {
        Optional<Restriction> present = find(target);
        if (present.isEmpty() && isFull()) {
            return Optional.empty();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var restriction = new Restriction(
                present.map(Restriction::number).orElseGet(() -> ids.next()),
                target,
                reason,
                present.map(Restriction::createdAt).orElse(now),
                duration == null ? null : now.plus(duration).truncatedTo(ChronoUnit.MILLIS),
                isShadow,
                createdBy);
        put(restriction, duration);
        unstored.add(target);
        return Optional.of(restriction);
    }

    /** Removes the restriction with this id; returns empty if there is none. */
    public final synchronized Optional<Restriction> remove(String id) {
        Optional<Restriction> found = find(id);
        found.map(Restriction::target).ifPresent(this::forget);
        return found;
    }

    /**
     * Stores all changes that are not stored yet, including those by other threads. If this fails, the next call tries
     * again.
     *
     * @return whether all of them are stored
     */
    public final boolean store() {
        synchronized (store) {
            Set<Target> targets = Set.copyOf(unstored);
            unstored.removeAll(targets);
            return targets.isEmpty() || store(targets);
        }
    }

    private boolean store(Set<Target> targets) {
        try {
            store.write(targets.stream()
                    .map(target -> new RestrictionStore.Change(target, find(target)))
                    .toList());
            storedTask.run();
            return true;
        } catch (RuntimeException e) {
            unstored.addAll(targets);
            log.warn(
                    "Could not save {} changes of {}, retrying: {}",
                    targets.size(),
                    plural,
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            return false;
        }
    }

    /** Removes expired restrictions, and stores all changes. Called every few seconds. */
    final void removeExpired() {
        forgetThoseThatAreOver();
        store();
    }

    private synchronized void forgetThoseThatAreOver() {
        long now = time.nanos();
        byTarget.values().stream()
                .filter(timed -> !timed.isInForce(now))
                .map(timed -> timed.restriction().target())
                .forEach(this::forget);
    }

    /** Removes the restriction of a deleted account, because someone else may register its name. */
    public final synchronized void accountRemoved(Nick account) {
        var target = new Target.ByAccount(account);
        if (byTarget.containsKey(target)) {
            forget(target);
        }
    }

    /** Returns the restriction in force with this id. */
    public final Optional<Restriction> find(String id) {
        try {
            long number = number(id);
            return inForce()
                    .filter(restriction -> restriction.number() == number)
                    .findFirst();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the restrictions that were made after the restriction with this id, oldest first. That restriction may
     * have expired; null starts with the first one.
     */
    public final Stream<Restriction> after(@Nullable String id) {
        long last = id == null ? 0 : number(id);
        return inForce()
                .filter(restriction -> restriction.number() > last)
                .sorted(Comparator.comparingLong(Restriction::number));
    }

    /** Returns the restrictions that were made before the one with this id, newest first; null starts with the last. */
    public final Stream<Restriction> before(@Nullable String id) {
        long last = id == null ? Long.MAX_VALUE : number(id);
        return inForce()
                .filter(restriction -> restriction.number() < last)
                .sorted(Comparator.comparingLong(Restriction::number).reversed());
    }

    private static long number(String id) {
        return Long.parseLong(id, Character.MAX_RADIX);
    }

    /** Returns the restriction in force whose target equals this one. */
    public final Optional<Restriction> find(Target target) {
        return Optional.ofNullable(byTarget.get(target))
                .filter(timed -> timed.isInForce(time.nanos()))
                .map(Timed::restriction);
    }

    /**
     * Returns the restriction of the smallest network that contains the address. The cost is one lookup for each
     * possible prefix length, regardless of the number of networks.
     */
    final Optional<Restriction> find(InetAddress address) {
        return networks == 0
                ? Optional.empty()
                : IpNetwork.containing(address)
                        .flatMap(network -> find(new Target.ByNetwork(network)).stream())
                        .findFirst();
    }

    final int count() {
        return (int) inForce().count();
    }

    /** Whether there are no restrictions, not even expired ones. This check costs next to nothing. */
    final boolean isEmpty() {
        return byTarget.isEmpty();
    }

    private Stream<Restriction> inForce() {
        long now = time.nanos();
        return byTarget.values().stream().filter(timed -> timed.isInForce(now)).map(Timed::restriction);
    }

    /** Whether the registry is full, after expired restrictions are removed. */
    private boolean isFull() {
        if (byTarget.size() >= MAX_RESTRICTIONS) {
            forgetThoseThatAreOver();
        }
        return byTarget.size() >= MAX_RESTRICTIONS || unstored.size() >= MAX_RESTRICTIONS;
    }
}
