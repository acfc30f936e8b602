package dev.parley.chat;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One room: who hears it, how many of them are announced, and its topic. */
final class Room {
    private final RoomName name;
    private final Set<Member> listeners = new LinkedHashSet<>();
    private int members;
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
            members += member.announced() ? 1 : 0;
        }
        return newcomer;
    }

    void remove(Member member) {
        if (listeners.remove(member)) {
            member.rooms().remove(this);
            members -= member.announced() ? 1 : 0;
        }
    }

    /** One of the silent listeners has become a member. */
    void announced() {
        members++;
    }

    boolean has(Member member) {
        return listeners.contains(member);
    }

    Collection<Member> listeners() {
        return listeners;
    }

    int members() {
        return members;
    }

    @Nullable
    String topic() {
        return topic;
    }

    void topic(String text) {
        topic = text;
    }

    RoomState state() {
        return new RoomState(name, members, listeners.size(), topic);
    }
}
