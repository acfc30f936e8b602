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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The bans in force, as long as the process runs. Safe for any thread. */
public final class Bans implements NickPolicy, Sanctions {
    /** At most so many; one more is not accepted. */
    public static final int MOST = 10_000;

    /** A ban that is not for good is over at {@code endsNanos}, whatever the wall clock says. */
    private record Timed(Ban ban, long endsNanos) {
        boolean isInForce(long now) {
            return ban.expiresAt() == null || endsNanos - now > 0;
        }
    }

    private final Map<Ban.Target, Timed> byTarget = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Time time;
    private final Ids ids;

    public Bans(InstantSource clock, Time time) {
        this.clock = clock;
        this.time = time;
        this.ids = new Ids(clock);
    }

    /**
     * Adds a ban, or gives the one there is of the same target this reason and duration, counted from now. Empty when
     * there are {@value #MOST} others.
     *
     * @param duration null for good
     */
    public synchronized Optional<Ban> add(Ban.Target target, String reason, @Nullable Duration duration) {
        Optional<Ban> present = find(target);
        if (present.isEmpty() && isFull()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        var ban = new Ban(
                present.map(Ban::number).orElseGet(() -> ids.next()),
                target,
                reason,
                present.map(Ban::createdAt).orElse(now),
                duration == null ? null : now.plus(duration));
        byTarget.put(target, new Timed(ban, duration == null ? 0 : time.nanos() + duration.toNanos()));
        return Optional.of(ban);
    }

    /** Takes a ban back; empty when there is none with this id. */
    public synchronized Optional<Ban> remove(String id) {
        Optional<Ban> found = find(id);
        found.ifPresent(ban -> byTarget.remove(ban.target()));
        return found;
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
            long now = time.nanos();
            byTarget.values().removeIf(timed -> !timed.isInForce(now));
        }
        return byTarget.size() >= MOST;
    }
}
