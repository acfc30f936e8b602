package dev.parley.chat;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One room: who hears it, who is announced in it, and its topic. Who is there by several connections is there once. */
final class Room {
    private final RoomName name;
    private final Set<Member> listeners = new LinkedHashSet<>();
    private final Map<Nick, Integer> connections = new LinkedHashMap<>();
    private @Nullable String topic;

    Room(RoomName name) {
        this.name = name;
    }

    RoomName name() {
        return name;
    }

    /** Whether the member was not there yet. */
    boolean add(Member member) {
        boolean newcomer = listeners.add(member);
        if (newcomer) {
            member.rooms().add(this);
            if (member.announced()) {
                count(member.nick());
            }
        }
        return newcomer;
    }

    void remove(Member member) {
        if (listeners.remove(member)) {
            member.rooms().remove(this);
            if (member.announced()) {
                discount(member.nick());
            }
        }
    }

    /** One of the silent listeners has become a member. */
    void announced(Member member) {
        count(member.nick());
    }

    /** A member is called otherwise now. */
    void renamed(Nick from, Nick to) {
        discount(from);
        count(to);
    }

    private void count(Nick nick) {
        connections.merge(nick, 1, Integer::sum);
    }

    private void discount(Nick nick) {
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
        return topic;
    }

    void topic(String text) {
        topic = text;
    }

    RoomState state() {
        return new RoomState(name, members(), listeners.size(), topic);
    }
}
