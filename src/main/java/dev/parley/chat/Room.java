package dev.parley.chat;

import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomDetails;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
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
import org.jspecify.annotations.Nullable;

/** One room: who hears it, who is announced in it, and its topic. Who is there by several connections is there once. */
final class Room {
    private final RoomName name;
    private final Set<Member> listeners = new LinkedHashSet<>();
    private final Map<Nick, Integer> connections = new LinkedHashMap<>();
    private final SlowMode slowMode = new SlowMode();

    /** Guests that were banned while they were here, with the nick each had then; until they depart. */
    private final Map<Member, Nick> bannedGuests = new HashMap<>();

    private final Set<Member> invitedGuests = new HashSet<>();
    private RoomLife life;

    /** Null also where the settings have it, as in an owned room. */
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
     * Whether the member was not there yet.
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

    /** Gives a member back what it could read before, if that was this room and not another one of the same name. */
    void takeBack(Member member, Membership before) {
        if (has(member) && life.includes(before.life())) {
            member.join(this, before);
        }
    }

    void remove(Member member) {
        if (listeners.remove(member)) {
            member.rooms().remove(this);
            if (member.announced()) {
                decrement(member.nick());
            }
        }
    }

    /** One of the silent listeners has become a member. */
    void announced(Member member) {
        count(member.nick());
    }

    /** A member is called otherwise now. */
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

    /** By how many announced connections someone is there. */
    int connections(Nick nick) {
        return connections.getOrDefault(nick, 0);
    }

    Collection<Member> listeners() {
        return listeners;
    }

    /** The names of those who are announced. */
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

    /** @param text null, or empty, for none */
    void topic(@Nullable String text) {
        String given = text == null || text.isEmpty() ? null : text;
        if (settings == null) {
            topic = given;
        } else {
            settings = settings.withTopic(given);
        }
    }

    /** Null where the room is nobody's. */
    @Nullable
    RoomSettings settings() {
        return settings;
    }

    boolean isOwnedBy(Nick account) {
        return settings != null && settings.owner().equals(account);
    }

    /** Null for no owner any more; the topic stays. */
    void setSettings(@Nullable RoomSettings newSettings) {
        topic = newSettings == null ? topic() : null;
        if (newSettings == null) {
            bannedGuests.clear();
            invitedGuests.clear();
        }
        settings = newSettings;
    }

    /** Keeps a guest out, whatever it is called later. */
    void banGuest(Member guest) {
        bannedGuests.put(guest, guest.nick());
        invitedGuests.remove(guest);
    }

    /** Lets a guest in once, where not everyone may come in. */
    void inviteGuest(Member guest) {
        invitedGuests.add(guest);
    }

    /** Lets these connections in again, and guests that were banned under this nick; returns the nicks of those bans. */
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

    /** The connection is gone, and with it what held for it alone. */
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

    /** The answer to somebody who is banned. */
    Reply.Rejected banned() {
        return new Reply.Rejected(StatusCode.BANNED, "you are banned from " + name);
    }

    /** Why the member may not come in; empty when it may. */
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
                    StatusCode.NOT_ALLOWED, name + " is for its members; ask " + settings.owner() + " to /invite you");
        }
        return settings.key() == null || key.filter(settings.key()::equals).isPresent()
                ? Optional.empty()
                : refused(StatusCode.NOT_ALLOWED, "to come in, /join " + name + " KEY");
    }

    /**
     * Returns why the member may not speak; empty when it may.
     *
     * @param now {@link System#nanoTime} when it wanted to
     */
    Optional<Reply.Rejected> refusalToSpeak(Member member, long now) {
        if (settings == null || settings.isTrusted(member.account())) {
            return Optional.empty();
        }
        if (settings.moderated()) {
            return refused(StatusCode.NOT_ALLOWED, "only members speak in " + name);
        }
        return settings.slowSeconds() > 0 && slowMode.isTooSoon(member, now, settings.slowSeconds())
                ? refused(
                        StatusCode.RATE_LIMITED,
                        "in " + name + " there are " + settings.slowSeconds() + " s between two messages of one person")
                : Optional.empty();
    }

    /** Records that a member spoke, from which slow mode counts. */
    void spoken(Member member, long now) {
        if (settings != null && settings.slowSeconds() > 0 && !settings.isTrusted(member.account())) {
            slowMode.record(member, now);
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
}
