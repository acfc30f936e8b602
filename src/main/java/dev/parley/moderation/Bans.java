package dev.parley.moderation;

import dev.parley.chat.Answer;
import dev.parley.chat.Code;
import dev.parley.chat.Ids;
import dev.parley.chat.Nick;
import dev.parley.chat.NickPolicy;
import dev.parley.session.Network;
import dev.parley.session.Sanctions;
import dev.parley.session.Time;
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
 * The bans in force. A change is in force at once; {@link #store} brings it to the database, from where the next start has
 * it. Safe for any thread, and only storing waits for the database.
 */
public final class Bans implements NickPolicy, Sanctions {
    private static final Logger log = LoggerFactory.getLogger(Bans.class);

    /** At most so many; one more is not accepted. */
    public static final int MOST = 10_000;

    /** A ban that is not for good is over at {@code endsNanos}, whatever the wall clock says. */
    private record Timed(Ban ban, long endsNanos) {
        boolean isInForce(long now) {
            return ban.expiresAt() == null || endsNanos - now > 0;
        }
    }

    private final Map<Ban.Target, Timed> byTarget = new ConcurrentHashMap<>();

    /** Of whom the database knows something else. */
    private final Set<Ban.Target> unstored = ConcurrentHashMap.newKeySet();

    private final BanStore store;
    private final InstantSource clock;
    private final Time time;
    private final Ids ids;

    Bans(BanStore store, InstantSource clock, Time time) {
        this.store = store;
        this.clock = clock;
        this.time = time;
        List<Ban> stored = store.all();
        stored.forEach(this::restore);
        this.ids = new Ids(clock, stored.stream().mapToLong(Ban::number).max().orElse(0));
    }

    /** What is left of its duration now goes by the wall clock, all from now on by the other one. */
    private void restore(Ban ban) {
        Instant expires = ban.expiresAt();
        Duration left = expires == null ? null : Duration.between(clock.instant(), expires);
        byTarget.put(ban.target(), timed(ban, left));
    }

    private Timed timed(Ban ban, @Nullable Duration left) {
        return new Timed(ban, left == null ? 0 : time.nanos() + left.toNanos());
    }

    /**
     * Adds a ban, or gives the one there is of the same target this reason and duration, counted from now. Empty when
     * there are {@value #MOST} others, or so many changes are not stored.
     *
     * @param duration null for good
     */
    public synchronized Optional<Ban> add(Ban.Target target, String reason, @Nullable Duration duration) {
        Optional<Ban> present = find(target);
        if (present.isEmpty() && isFull()) {
            return Optional.empty();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var ban = new Ban(
                present.map(Ban::number).orElseGet(() -> ids.next()),
                target,
                reason,
                present.map(Ban::createdAt).orElse(now),
                duration == null ? null : now.plus(duration).truncatedTo(ChronoUnit.MILLIS));
        byTarget.put(target, timed(ban, duration));
        unstored.add(target);
        return Optional.of(ban);
    }

    /** Takes a ban back; empty when there is none with this id. */
    public synchronized Optional<Ban> remove(String id) {
        Optional<Ban> found = find(id);
        found.map(Ban::target).ifPresent(this::forget);
        return found;
    }

    private void forget(Ban.Target target) {
        byTarget.remove(target);
        unstored.add(target);
    }

    /**
     * Stores what is not stored yet; that of others, and of earlier calls, too. What fails is tried again by the next.
     *
     * @return whether all of it is stored
     */
    public boolean store() {
        synchronized (store) {
            Set<Ban.Target> targets = Set.copyOf(unstored);
            unstored.removeAll(targets);
            return targets.isEmpty() || store(targets);
        }
    }

    private boolean store(Set<Ban.Target> targets) {
        try {
            store.write(targets.stream()
                    .map(target -> new BanStore.Change(target, find(target)))
                    .toList());
            return true;
        } catch (RuntimeException e) {
            unstored.addAll(targets);
            log.warn(
                    "Changes of bans that are not stored yet: {}; {}",
                    targets.size(),
                    NestedExceptionUtils.getMostSpecificCause(e).getMessage());
            return false;
        }
    }

    /** Forgets those that are over, and stores what is left to store. Called every few seconds. */
    void tidy() {
        forgetThoseThatAreOver();
        store();
    }

    private synchronized void forgetThoseThatAreOver() {
        long now = time.nanos();
        byTarget.values().stream()
                .filter(timed -> !timed.isInForce(now))
                .map(timed -> timed.ban().target())
                .forEach(this::forget);
    }

    private Optional<Ban> find(String id) {
        try {
            long number = Long.parseLong(id, Character.MAX_RADIX);
            return inForce().filter(ban -> ban.number() == number).findFirst();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Up to {@code limit} bans made after the one with this id, which may be over; null for the first. */
    public List<Ban> after(@Nullable String id, int limit) {
        long last = id == null ? 0 : Long.parseLong(id, Character.MAX_RADIX);
        return inForce()
                .filter(ban -> ban.number() > last)
                .sorted(Comparator.comparingLong(Ban::number))
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Answer.Refused> refusal(Nick nick, @Nullable Nick account) {
        return find(new Ban.Target.Name(nick))
                .map(ban -> new Answer.Refused(Code.BANNED, nick + " is banned: " + ban.reason()));
    }

    /** Looks once for each length a network may have, which does not take longer the more bans there are. */
    @Override
    public Optional<String> banned(InetAddress address) {
        return Network.containing(address)
                .flatMap(network -> find(new Ban.Target.From(network)).stream())
                .map(Ban::reason)
                .findFirst();
    }

    @Override
    public synchronized void ban(InetAddress address, String reason, Duration duration) {
        if (banned(address).isEmpty()) {
            add(new Ban.Target.From(Network.ofClient(address)), reason, duration);
        }
    }

    @Override
    public int bans() {
        return (int) inForce().count();
    }

    private Optional<Ban> find(Ban.Target target) {
        return Optional.ofNullable(byTarget.get(target))
                .filter(timed -> timed.isInForce(time.nanos()))
                .map(Timed::ban);
    }

    private Stream<Ban> inForce() {
        long now = time.nanos();
        return byTarget.values().stream().filter(timed -> timed.isInForce(now)).map(Timed::ban);
    }

    /** Those that are over are forgotten when their place is needed. */
    private boolean isFull() {
        if (byTarget.size() >= MOST) {
            forgetThoseThatAreOver();
        }
        return byTarget.size() >= MOST || unstored.size() >= MOST;
    }
}
