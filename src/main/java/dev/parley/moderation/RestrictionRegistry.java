package dev.parley.moderation;

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
 * The bans, or the mutes, in force. A change is in force at once; {@link #store} brings it to the database, from where the
 * next start has it. Safe for any thread, and only storing waits for the database.
 */
public abstract sealed class RestrictionRegistry permits Bans, Mutes {
    private static final Logger log = LoggerFactory.getLogger(RestrictionRegistry.class);

    /** At most so many; one more is not accepted. */
    public static final int MAX_RESTRICTIONS = 10_000;

    /** One that is not for good is over at {@code endsNanos}, whatever the wall clock says. */
    private record Timed(Restriction restriction, long endsNanos) {
        boolean isInForce(long now) {
            return restriction.expiresAt() == null || endsNanos - now > 0;
        }
    }

    private final Map<Target, Timed> byTarget = new ConcurrentHashMap<>();

    /** Of whom the database knows something else. */
    private final Set<Target> unstored = ConcurrentHashMap.newKeySet();

    private final String plural;
    private final RestrictionStore store;
    private final InstantSource clock;
    private final MonotonicClock time;
    private final EventIds ids;

    /** How many are of networks: as long as none is, nobody's address is looked up. */
    private volatile int networks;

    /** @param plural as people call them */
    RestrictionRegistry(String plural, RestrictionStore store, InstantSource clock, MonotonicClock time) {
        this.plural = plural;
        this.store = store;
        this.clock = clock;
        this.time = time;
        List<Restriction> stored = store.all();
        stored.forEach(this::restore);
        this.ids = new EventIds(
                clock, stored.stream().mapToLong(Restriction::number).max().orElse(0));
    }

    /** What is left of its duration now goes by the wall clock, all from now on by the other one. */
    private void restore(Restriction restriction) {
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
        if (byTarget.remove(target) != null && target instanceof Target.ByNetwork) {
            networks--;
        }
        unstored.add(target);
    }

    /**
     * Adds one, or gives the one there is of the same target this reason and duration, counted from now. Empty when
     * there are {@value #MAX_RESTRICTIONS} others, or so many changes are not stored.
     *
     * @param duration null for good
     */
    final synchronized Optional<Restriction> add(
            Target target, String reason, @Nullable Duration duration, boolean isShadow) {
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
                isShadow);
        put(restriction, duration);
        unstored.add(target);
        return Optional.of(restriction);
    }

    /** Takes one back; empty when there is none with this id. */
    public final synchronized Optional<Restriction> remove(String id) {
        Optional<Restriction> found = find(id);
        found.map(Restriction::target).ifPresent(this::forget);
        return found;
    }

    /**
     * Stores what is not stored yet; that of others, and of earlier calls, too. What fails is tried again by the next.
     *
     * @return whether all of it is stored
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
            return true;
        } catch (RuntimeException e) {
            unstored.addAll(targets);
            log.warn(
                    "Changes of {} that are not stored yet: {}; {}",
                    plural,
                    targets.size(),
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            return false;
        }
    }

    /** Forgets those that are over, and stores what is left to store. Called every few seconds. */
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

    /** Takes back what is imposed on an account that is no more: its name may be registered by somebody else. */
    public final synchronized void accountRemoved(Nick account) {
        var target = new Target.ByAccount(account);
        if (byTarget.containsKey(target)) {
            forget(target);
        }
    }

    /** The one in force with this id. */
    public final Optional<Restriction> find(String id) {
        try {
            long number = Long.parseLong(id, Character.MAX_RADIX);
            return inForce()
                    .filter(restriction -> restriction.number() == number)
                    .findFirst();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Up to {@code limit} made after the one with this id, which may be over; null for the first. */
    public final List<Restriction> after(@Nullable String id, int limit) {
        long last = id == null ? 0 : Long.parseLong(id, Character.MAX_RADIX);
        return inForce()
                .filter(restriction -> restriction.number() > last)
                .sorted(Comparator.comparingLong(Restriction::number))
                .limit(limit)
                .toList();
    }

    /** The one in force of this very target. */
    public final Optional<Restriction> find(Target target) {
        return Optional.ofNullable(byTarget.get(target))
                .filter(timed -> timed.isInForce(time.nanos()))
                .map(Timed::restriction);
    }

    /** Of the smallest network: looks once for each length one may have, however many there are. */
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

    /** Whether there is none at all, not even one that is over: this costs nothing to ask. */
    final boolean isEmpty() {
        return byTarget.isEmpty();
    }

    private Stream<Restriction> inForce() {
        long now = time.nanos();
        return byTarget.values().stream().filter(timed -> timed.isInForce(now)).map(Timed::restriction);
    }

    /** Those that are over are forgotten when their place is needed. */
    private boolean isFull() {
        if (byTarget.size() >= MAX_RESTRICTIONS) {
            forgetThoseThatAreOver();
        }
        return byTarget.size() >= MAX_RESTRICTIONS || unstored.size() >= MAX_RESTRICTIONS;
    }
}
