package dev.parley.chat;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rooms there are: made by the first join, gone with the last leave, but for the lobby and those that
 * belong to someone. */
final class Rooms {
    private static final Comparator<RoomState> LOBBY_FIRST_THEN_LARGEST = Comparator.comparing(
                    (RoomState room) -> !room.name().equals(RoomName.LOBBY))
            .thenComparing(Comparator.comparingInt(RoomState::members).reversed())
            .thenComparing(RoomState::name);

    private final Map<RoomName, Room> byName = new HashMap<>();
    private final ChatMetrics metrics;
    private final Room lobby;

    Rooms(ChatMetrics metrics) {
        this.metrics = metrics;
        this.lobby = open(RoomName.LOBBY);
    }

    Room lobby() {
        return lobby;
    }

    Optional<Room> find(String name) {
        return RoomName.of(name).map(byName::get);
    }

    Room open(RoomName name) {
        Room room = byName.computeIfAbsent(name, Room::new);
        metrics.roomsChanged(byName.size());
        return room;
    }

    void closeIfEmpty(Room room) {
        if (room.listeners().isEmpty() && room.settings() == null && room != lobby) {
            byName.remove(room.name(), room);
            metrics.roomsChanged(byName.size());
        }
    }

    /** The connection is gone. */
    void departed(Member member) {
        byName.values().forEach(room -> room.departed(member));
    }

    /** Those that belong to someone. */
    List<Room> settled() {
        return byName.values().stream().filter(room -> room.settings() != null).toList();
    }

    List<Room> ownedBy(Nick account) {
        return byName.values().stream().filter(room -> room.isOwnedBy(account)).toList();
    }

    /** How many there are besides the lobby. */
    int count() {
        return byName.size() - 1;
    }

    List<RoomState> states() {
        return byName.values().stream()
                .map(Room::state)
                .sorted(LOBBY_FIRST_THEN_LARGEST)
                .toList();
    }
}
