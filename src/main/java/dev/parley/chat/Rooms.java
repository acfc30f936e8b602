package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.RoomSummary;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All rooms. The first join creates a room and the last leave closes it, except for the lobby and owned rooms. */
final class Rooms {
    private static final Comparator<RoomSummary> LOBBY_FIRST_THEN_LARGEST = Comparator.comparing(
                    (RoomSummary room) -> !room.name().equals(RoomName.LOBBY))
            .thenComparing(Comparator.comparingInt(RoomSummary::members).reversed())
            .thenComparing(RoomSummary::name);

    /**
     * Most closed rooms whose members can still read the history after a resume. Beyond this number, the room that
     * closed first is forgotten.
     */
    private static final int MAX_CLOSED = 10_000;

    private final Map<RoomName, Room> byName = new HashMap<>();
    /** Latest closed room of each name, the room that closed first at the beginning. */
    private final LinkedHashMap<RoomName, RoomLife> closed = new LinkedHashMap<>();

    private final EventPublisher publisher;
    private final Room lobby;

    Rooms(EventPublisher publisher) {
        this.publisher = publisher;
        this.lobby = restore(RoomName.LOBBY, RoomLife.WHOLE);
    }

    /** Restores a room that existed before the start; the lobby exists already. */
    Room restore(RoomName name, RoomLife life) {
        Room room = byName.computeIfAbsent(name, absent -> new Room(absent, life));
        publisher.metrics().roomsChanged(byName.size());
        return room;
    }

    /** Remembers a closed room, so that members who resume can read its history. */
    void remember(RoomName name, RoomLife life) {
        if (closed.size() >= MAX_CLOSED) {
            closed.pollFirstEntry();
        }
        closed.putLast(name, life);
    }

    Room lobby() {
        return lobby;
    }

    Optional<Room> find(String name) {
        return RoomName.of(name).map(byName::get);
    }

    /** Returns the room of that name if the member is in it; otherwise sends the member a refusal. */
    Optional<Room> joined(Member member, String text) {
        Optional<Room> room = find(text);
        if (room.isEmpty()) {
            publisher.refuse(member, StatusCode.NO_SUCH_ROOM, missing(text));
        } else if (!room.get().has(member)) {
            publisher.refuse(
                    member,
                    StatusCode.NOT_IN_ROOM,
                    "you are not in " + room.get().name());
            return Optional.empty();
        }
        return room;
    }

    /** Returns the error for a name that no room has. */
    String missing(String name) {
        String error = "there is no room " + name;
        if (name.startsWith("#")) {
            return error;
        }
        return find("#" + name)
                .map(room -> error + "; did you mean " + room.name() + "?")
                .orElse(error + "; the name of a room begins with #");
    }

    /** Returns the room of that name, and creates it if there is none. */
    Room open(RoomName name) {
        Room room = byName.get(name);
        return room == null ? restore(name, start(name)) : room;
    }

    /**
     * Returns the room of a member that resumes, and creates the room if there is none. If no other room had the name
     * since, the members of the closed room can read its history again, but members that join now cannot.
     */
    Room reopen(Membership before) {
        RoomName name = before.room();
        Room room = byName.get(name);
        RoomLife last = closed.get(name);
        if (room != null || last == null || !last.includes(before.life())) {
            return open(name);
        }
        return restore(name, start(name, last.opened()));
    }

    private RoomLife start(RoomName name) {
        Stamp stamp = publisher.nextStamp();
        return stored(stamp, name, new RoomLife(stamp.id(), stamp.id()));
    }

    private RoomLife start(RoomName name, long opened) {
        Stamp stamp = publisher.nextStamp();
        return stored(stamp, name, new RoomLife(opened, stamp.id()));
    }

    private RoomLife stored(Stamp stamp, RoomName name, RoomLife life) {
        closed.remove(name);
        publisher.publish(new ChatEvent.RoomLifeStarted(stamp, name, life));
        return life;
    }

    /** Stores the start of each room again, because some rooms may have been created while nothing was stored. */
    void storeLives() {
        byName.values().stream()
                .filter(room -> room != lobby)
                .forEach(room -> stored(publisher.nextStamp(), room.name(), room.life()));
    }

    void closeIfEmpty(Room room) {
        if (room.listeners().isEmpty()
                && room.settings() == null
                && room != lobby
                && byName.remove(room.name(), room)) {
            remember(room.name(), room.life());
            publisher.metrics().roomsChanged(byName.size());
        }
    }

    /** Hides the earlier messages of a room that has lost its owner. Members that join from now on cannot read them. */
    void disown(Room room) {
        closeIfEmpty(room);
        if (byName.get(room.name()) == room) {
            room.life(start(room.name(), room.life().opened()));
        }
    }

    /** Forgets a room that an operator closed. Nobody can read its history any more, not even by resuming. */
    void end(Room room) {
        closeIfEmpty(room);
        remember(room.name(), start(room.name()));
    }

    /** Forgets the times at which a deleted account spoke in any room, because another account may take its name. */
    void forget(Nick account) {
        byName.values().forEach(room -> room.forget(account));
    }

    /** Forgets a closed connection in all rooms. */
    void departed(Member member) {
        byName.values().forEach(room -> room.departed(member));
    }

    /** Returns the rooms that have an owner. */
    List<Room> owned() {
        return byName.values().stream().filter(room -> room.settings() != null).toList();
    }

    List<Room> ownedBy(Nick account) {
        return byName.values().stream().filter(room -> room.isOwnedBy(account)).toList();
    }

    /** Number of rooms besides the lobby. */
    int count() {
        return byName.size() - 1;
    }

    /** Returns all rooms: the lobby first, then the largest. */
    List<RoomSummary> states() {
        return unsorted().sorted(LOBBY_FIRST_THEN_LARGEST).toList();
    }

    /** Returns all rooms, in any order. */
    Stream<RoomSummary> unsorted() {
        return byName.values().stream().map(Room::state);
    }
}
