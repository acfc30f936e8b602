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

/** The rooms there are: made by the first join, gone with the last leave, but for the lobby and those that
 * belong to someone. */
final class Rooms {
    private static final Comparator<RoomSummary> LOBBY_FIRST_THEN_LARGEST = Comparator.comparing(
                    (RoomSummary room) -> !room.name().equals(RoomName.LOBBY))
            .thenComparing(Comparator.comparingInt(RoomSummary::members).reversed())
            .thenComparing(RoomSummary::name);

    /** Closed rooms whose members can still resume with their history; beyond that the oldest start anew. */
    private static final int MAX_CLOSED = 10_000;

    private final Map<RoomName, Room> byName = new HashMap<>();
    /** The latest of each name, the first closed first. */
    private final LinkedHashMap<RoomName, RoomLife> closed = new LinkedHashMap<>();

    private final EventPublisher publisher;
    private final Room lobby;

    Rooms(EventPublisher publisher) {
        this.publisher = publisher;
        this.lobby = restore(RoomName.LOBBY, RoomLife.WHOLE);
    }

    /** A room that was there before the start; the lobby is there already. */
    Room restore(RoomName name, RoomLife life) {
        Room room = byName.computeIfAbsent(name, absent -> new Room(absent, life));
        publisher.metrics().roomsChanged(byName.size());
        return room;
    }

    /** A room that had closed before the start, or closes with it. */
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

    /** Returns the room of that name if the member is in it; otherwise the member gets a refusal. */
    Optional<Room> joined(Member member, String text) {
        Optional<Room> room = find(text);
        if (room.isEmpty()) {
            publisher.refuse(member, StatusCode.NO_SUCH_ROOM, "there is no room " + text);
        } else if (!room.get().has(member)) {
            publisher.refuse(
                    member,
                    StatusCode.NOT_IN_ROOM,
                    "you are not in " + room.get().name());
            return Optional.empty();
        }
        return room;
    }

    /** The room of that name, made if there is none. */
    Room open(RoomName name) {
        Room room = byName.get(name);
        return room == null ? restore(name, start(name)) : room;
    }

    /**
     * The same for a member that resumes. If no other room had the name since, the members of the closed one can read its
     * history again, and those who join now cannot.
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

    /** Stores again when each room started: some may have been made while nothing was stored. */
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

    /** The room has lost its owner: those who join from now on cannot read its earlier messages. */
    void disown(Room room) {
        closeIfEmpty(room);
        if (byName.get(room.name()) == room) {
            room.life(start(room.name(), room.life().opened()));
        }
    }

    /** The room was closed by an operator: nobody can read its history any more, nor by resuming. */
    void end(Room room) {
        closeIfEmpty(room);
        remember(room.name(), start(room.name()));
    }

    /** An account is no more: another one of its name has not spoken yet. */
    void forget(Nick account) {
        byName.values().forEach(room -> room.forget(account));
    }

    /** The connection is gone. */
    void departed(Member member) {
        byName.values().forEach(room -> room.departed(member));
    }

    /** Those that belong to someone. */
    List<Room> owned() {
        return byName.values().stream().filter(room -> room.settings() != null).toList();
    }

    List<Room> ownedBy(Nick account) {
        return byName.values().stream().filter(room -> room.isOwnedBy(account)).toList();
    }

    /** How many there are besides the lobby. */
    int count() {
        return byName.size() - 1;
    }

    List<RoomSummary> states() {
        return byName.values().stream()
                .map(Room::state)
                .sorted(LOBBY_FIRST_THEN_LARGEST)
                .toList();
    }
}
