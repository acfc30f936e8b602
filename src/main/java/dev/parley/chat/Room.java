package dev.parley.chat;

import dev.parley.chat.IdentityResolver.Identity;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomDetails;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSettingChange;
import dev.parley.protocol.RoomSettings;
import dev.parley.protocol.RoomSummary;
import dev.parley.protocol.StatusCode;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One room: its listeners (all connections in it), its announced members, and its topic. A person with several
 * connections counts once.
 */
final class Room {
    private final RoomName name;
    private final Set<Member> listeners = new LinkedHashSet<>();
    private final Map<Nick, Integer> connections = new LinkedHashMap<>();
    private final SlowMode slowMode = new SlowMode();

    /**
     * Guests that were banned while they were present, with the nick that each had then. Departing guests are removed.
     */
    private final Map<Member, Nick> bannedGuests = new HashMap<>();

    private final Set<Member> invitedGuests = new HashSet<>();
    private RoomLife life;

    /** Topic of a room without owner; null if there is no topic. The topic of an owned room is in its settings. */
    private @Nullable String topic;

    private @Nullable RoomSettings settings;

    Room(RoomName name, RoomLife life) {
        this.name = name;
        this.life = life;
    }

    RoomName name() {
        return name;
    }

    RoomLife life() {
        return life;
    }

    void life(RoomLife newLife) {
        life = newLife;
    }

    /**
     * Adds a member; returns whether the member is new in the room.
     *
     * @param lastId id of the newest event
     */
    boolean add(Member member, long lastId) {
        boolean newcomer = listeners.add(member);
        if (newcomer) {
            invitedGuests.remove(member);
            member.join(this, new Membership(name, life.start(), lastId));
            if (member.announced()) {
                count(member.nick());
            }
        }
        return newcomer;
    }

    /**
     * Gives a member back the history that it could read before, unless that was the history of another room of this
     * name.
     */
    void takeBack(Member member, Membership before) {
        if (has(member) && life.includes(before.life())) {
            member.join(this, before);
        }
    }

    void remove(Member member) {
        if (listeners.remove(member)) {
            member.leave(this);
            if (member.announced()) {
                decrement(member.nick());
            }
        }
    }

    /** Counts a listener that has just been announced. */
    void announced(Member member) {
        count(member.nick());
    }

    /** Counts a member under its new nick. */
    void renamed(Nick from, Nick to) {
        decrement(from);
        count(to);
    }

    private void count(Nick nick) {
        connections.merge(nick, 1, Integer::sum);
    }

    private void decrement(Nick nick) {
        connections.computeIfPresent(nick, (name, count) -> count == 1 ? null : count - 1);
    }

    boolean has(Member member) {
        return listeners.contains(member);
    }

    /** Number of announced connections that have this nick. */
    int connections(Nick nick) {
        return connections.getOrDefault(nick, 0);
    }

    Collection<Member> listeners() {
        return listeners;
    }

    /** Nicks of all announced members. */
    Collection<Nick> names() {
        return connections.keySet();
    }

    int members() {
        return connections.size();
    }

    @Nullable
    String topic() {
        return settings == null ? topic : settings.topic();
    }

    /** @param text null or empty for no topic */
    void topic(@Nullable String text) {
        String given = text == null || text.isEmpty() ? null : text;
        if (settings == null) {
            topic = given;
        } else {
            settings = settings.withTopic(given);
        }
    }

    /** Settings; null where the room has no owner. */
    @Nullable
    RoomSettings settings() {
        return settings;
    }

    boolean hasKey() {
        return settings != null && settings.key() != null;
    }

    boolean isOwnedBy(Nick account) {
        return settings != null && settings.owner().equals(account);
    }

    /** Replaces the settings. Null if the room has no owner any more; its topic stays then. */
    void setSettings(@Nullable RoomSettings newSettings) {
        topic = newSettings == null ? topic() : null;
        if (newSettings == null) {
            bannedGuests.clear();
            invitedGuests.clear();
        }
        settings = newSettings;
    }

    /** Bans a guest under its current nick and all later nicks. */
    void banGuest(Member guest) {
        bannedGuests.put(guest, guest.nick());
        invitedGuests.remove(guest);
    }

    /** Lets a guest enter once, even if the room is not open to everyone. */
    void inviteGuest(Member guest) {
        invitedGuests.add(guest);
    }

    /**
     * Lifts the bans of these connections, and of guests that were banned under this nick. Returns the nicks of the
     * lifted bans.
     */
    Set<Nick> unbanGuests(List<Member> connections, Nick nick) {
        Set<Nick> unbanned = new HashSet<>();
        bannedGuests.entrySet().removeIf(ban -> {
            boolean isLifted =
                    connections.contains(ban.getKey()) || ban.getValue().equals(nick);
            if (isLifted) {
                unbanned.add(ban.getValue());
            }
            return isLifted;
        });
        return unbanned;
    }

    /** Forgets everything about a closed connection. */
    void departed(Member member) {
        if (!bannedGuests.isEmpty() || !invitedGuests.isEmpty() || !slowMode.isEmpty()) {
            bannedGuests.remove(member);
            invitedGuests.remove(member);
            slowMode.departed(member);
        }
    }

    void forget(Nick account) {
        slowMode.forget(account);
    }

    boolean isBanned(Member member) {
        return settings != null
                && !settings.isRuledBy(member.account())
                && (settings.isBanned(member.nick(), member.account()) || bannedGuests.containsKey(member));
    }

    /** Returns the refusal for a member that is banned. */
    Reply.Rejected banned() {
        return new Reply.Rejected(StatusCode.BANNED, "you are banned from " + name);
    }

    /** Returns why the member may not enter; empty if the member may. */
    Optional<Reply.Rejected> refusalToEnter(Member member, Optional<String> key) {
        if (settings == null || settings.isRuledBy(member.account())) {
            return Optional.empty();
        }
        if (isBanned(member)) {
            return Optional.of(banned());
        }
        if (settings.isTrusted(member.account()) || invitedGuests.contains(member)) {
            return Optional.empty();
        }
        if (settings.membersOnly()) {
            return refused(
                    StatusCode.NOT_ALLOWED, name + " is for members only; ask " + settings.owner() + " to /invite you");
        }
        return settings.key() == null || key.filter(settings.key()::equals).isPresent()
                ? Optional.empty()
                : refused(StatusCode.NOT_ALLOWED, name + " needs the right key: /join " + name + " KEY");
    }

    /**
     * Returns why the member may not speak; empty if the member may.
     *
     * @param now {@link System#nanoTime} when the member tried to speak
     */
    Optional<Reply.Rejected> refusalToSpeak(Member member, long now) {
        if (settings == null || settings.isTrusted(member.account())) {
            return Optional.empty();
        }
        if (settings.moderated()) {
            return refused(StatusCode.NOT_ALLOWED, "only members can speak in " + name);
        }
        return settings.slowSeconds() > 0 && slowMode.isTooSoon(member, now, settings.slowSeconds())
                ? Optional.of(slowModeRefusal())
                : Optional.empty();
    }

    Reply.Rejected slowModeRefusal() {
        int seconds = settings == null ? 0 : settings.slowSeconds();
        return new Reply.Rejected(
                StatusCode.RATE_LIMITED, "slow mode in " + name + ": one message every " + seconds + " s");
    }

    /** Records that a member spoke. Slow mode counts from this time. */
    void recordMessage(Member member, long now) {
        if (settings != null && settings.slowSeconds() > 0 && !settings.isTrusted(member.account())) {
            slowMode.record(member, now);
        }
    }

    /** Nanoseconds for which slow mode makes the sender of an API message wait; 0 where it may post now. */
    long slowModeNanos(Nick sender, long now) {
        return settings == null ? 0 : slowMode.remainingNanos(sender, now, settings.slowSeconds());
    }

    /** Records an API message, from which slow mode counts. */
    void recordMessage(Nick sender, long now) {
        if (settings != null && settings.slowSeconds() > 0) {
            slowMode.record(sender, now);
        }
    }

    private static Optional<Reply.Rejected> refused(StatusCode code, String text) {
        return Optional.of(new Reply.Rejected(code, text));
    }

    RoomDetails details() {
        return new RoomDetails(state(), settings, List.copyOf(names()), life.start());
    }

    RoomSummary state() {
        return new RoomSummary(name, members(), listeners.size(), topic());
    }

    /**
     * Times at which each account and each connection last spoke in a room with slow mode, the oldest first. A message
     * counts for both, so that logging in or out does not avoid the wait. Accounts, and names that send messages by
     * REST, are forgotten after the longest interval, and connections when they close.
     */
    private static final class SlowMode {
        private static final long MAX_NANOS = TimeUnit.SECONDS.toNanos(RoomSettingChange.Slow.MAX_SECONDS);

        private final Map<Identity, Long> lastSpokenNanos = new LinkedHashMap<>();

        /** Whether the account or the connection has spoken within the interval. */
        boolean isTooSoon(Member member, long now, int intervalSeconds) {
            long intervalNanos = TimeUnit.SECONDS.toNanos(intervalSeconds);
            return isRecent(Identity.of(member), now, intervalNanos)
                    || isRecent(new Identity.Connection(member), now, intervalNanos);
        }

        /** Nanoseconds until a name that belongs to no member may speak again; 0 where it may. */
        long remainingNanos(Nick name, long now, int intervalSeconds) {
            Long spoken = lastSpokenNanos.get(new Identity.Account(name));
            return spoken == null ? 0 : Math.max(0, TimeUnit.SECONDS.toNanos(intervalSeconds) - (now - spoken));
        }

        void record(Nick name, long now) {
            forgetOldest(now);
            record(new Identity.Account(name), now);
        }

        void record(Member member, long now) {
            forgetOldest(now);
            record(Identity.of(member), now);
            record(new Identity.Connection(member), now);
        }

        private boolean isRecent(Identity identity, long now, long intervalNanos) {
            Long spoken = lastSpokenNanos.get(identity);
            return spoken != null && now - spoken < intervalNanos;
        }

        private void forgetOldest(long now) {
            var oldest = lastSpokenNanos.values().iterator();
            while (oldest.hasNext() && now - oldest.next() >= MAX_NANOS) {
                oldest.remove();
            }
        }

        private void record(Identity identity, long now) {
            lastSpokenNanos.remove(identity);
            lastSpokenNanos.put(identity, now);
        }

        boolean isEmpty() {
            return lastSpokenNanos.isEmpty();
        }

        void forget(Nick account) {
            lastSpokenNanos.remove(new Identity.Account(account));
        }

        void departed(Member connection) {
            lastSpokenNanos.remove(new Identity.Connection(connection));
        }
    }
}
