package dev.parley.terminal;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Rooms that the user is in, with the people and the unread messages of each. Not thread-safe. */
final class Rooms {
    static final String LOBBY = "#lobby";

    /** Names of a room that are remembered for completion; further ones are only counted. */
    private static final int MAX_NAMES = 1_000;

    private static final long UNKNOWN = -1;

    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private final Map<String, Integer> unread = new HashMap<>();
    private String active = LOBBY;

    /** One room. */
    static final class Room {
        final SortedSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        /** Number of people; negative while it is not known. */
        long people = UNKNOWN;
        /** Whether the server was asked for the people, since the user has entered the room. */
        boolean isAsked;

        private void add(String name) {
            if (names.contains(name)) {
                return;
            }
            people = people == UNKNOWN ? UNKNOWN : people + 1;
            if (names.size() < MAX_NAMES) {
                names.add(name);
            }
        }

        private void remove(String name) {
            names.remove(name);
            people = people == UNKNOWN ? UNKNOWN : Math.max(0, people - 1);
        }
    }

    Rooms() {
        rooms.put(LOBBY, new Room());
    }

    String active() {
        return active;
    }

    Map<String, Room> all() {
        return rooms;
    }

    Room activeRoom() {
        return rooms.getOrDefault(active, new Room());
    }

    /** Adds a room that a resumed connection is in. */
    void add(String name) {
        room(name);
    }

    /** Enters a room, or makes it the active one. */
    void enter(String name) {
        active = name;
        room(name).isAsked = false;
    }

    /** Forgets how many messages of the active room are unread. */
    void readActive() {
        unread.remove(active);
    }

    void leave(String name) {
        rooms.remove(name);
        if (active.equals(name)) {
            active = LOBBY;
        }
        room(active);
        unread.remove(name);
    }

    /** Forgets the rooms, but not which one is active and what is unread; those of the new connection follow. */
    void clear() {
        rooms.clear();
        rooms.put(LOBBY, new Room());
    }

    /** Makes the lobby the active room, unless the user is in the active one. */
    void checkActive() {
        active = isIn(active) ? active : LOBBY;
    }

    boolean isIn(String name) {
        return rooms.containsKey(name);
    }

    void people(String name, Collection<String> names, long others) {
        Room room = room(name);
        room.names.clear();
        room.people = 0;
        names.forEach(room::add);
        room.people += others;
    }

    void count(String name, long people) {
        room(name).people = people;
    }

    /** Counts the people of the lobby, who are asked for again if the server has required a login first. */
    void welcome(String name, long people) {
        count(name, people);
        Room room = room(name);
        room.isAsked = room.isAsked && !room.names.isEmpty();
    }

    void joined(String name, String who) {
        if (isIn(name)) {
            room(name).add(who);
        }
    }

    void left(String name, String who) {
        if (isIn(name)) {
            room(name).remove(who);
        }
    }

    /** Has the people of the active room asked for again: other connections of the user may keep the old nick. */
    void renamedSelf() {
        activeRoom().isAsked = false;
    }

    void renamed(String from, String to) {
        for (Room room : rooms.values()) {
            if (room.names.remove(from)) {
                room.names.add(to);
            }
        }
    }

    /** Counts a message that is not in the active room. */
    void message(String name) {
        if (!name.equals(active) && isIn(name)) {
            unread.merge(name, 1, Integer::sum);
        }
    }

    /** Returns the number of unread messages of a room that the user is in. */
    int unread(String name) {
        return unread.getOrDefault(name, 0);
    }

    private Room room(String name) {
        return rooms.computeIfAbsent(name, added -> new Room());
    }
}
