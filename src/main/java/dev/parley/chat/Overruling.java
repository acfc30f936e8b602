package dev.parley.chat;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What operators of the service do in rooms, whoever these belong to. */
final class Overruling {
    private final Rooms rooms;
    private final RoomUpdates updates;
    private final Attendance attendance;
    private final EventPublisher publisher;

    Overruling(Rooms rooms, RoomUpdates updates, Attendance attendance, EventPublisher publisher) {
        this.rooms = rooms;
        this.updates = updates;
        this.attendance = attendance;
        this.publisher = publisher;
    }

    Optional<RoomDetails> details(RoomName name) {
        return rooms.find(name.value()).map(Room::details);
    }

    /** Changes what is settled in a room; empty when there is none. */
    Optional<RoomDetails> settle(RoomName name, UnaryOperator<RoomSettings> change, String what) {
        return rooms.find(name.value()).map(room -> {
            RoomSettings before = room.settings() == null ? settings(room.topic()) : room.settings();
            return settle(room, change.apply(before), what);
        });
    }

    private static RoomSettings settings(@Nullable String topic) {
        RoomSettings settings = RoomSettings.of(Nick.OPERATOR);
        return topic == null ? settings : settings.withTopic(topic);
    }

    private RoomDetails settle(Room room, @Nullable RoomSettings settings, String what) {
        updates.change(Nick.OPERATOR, room, settings, what);
        return room.details();
    }

    Optional<RoomDetails> topic(RoomName name, String text) {
        return rooms.find(name.value()).map(room -> {
            updates.setTopic(Nick.OPERATOR, room, text);
            var set = new Event.TopicSet(publisher.nextStamp(), room.name(), Nick.OPERATOR, text);
            publisher.publish(set, room.listeners(), null);
            return room.details();
        });
    }

    /**
     * Everyone has to leave a room, which is nobody's from then on.
     *
     * @return how many had to; empty when there is no such room
     */
    Optional<Integer> close(RoomName name, String reason) {
        return rooms.find(name.value()).map(room -> {
            List<Member> listeners = List.copyOf(room.listeners());
            if (room.settings() != null) {
                settle(room, null, "nobody's");
            }
            var told = new Answer.Notice(name + " was closed: " + reason);
            listeners.forEach(member -> {
                publisher.answer(member, told);
                attendance.expel(member, room);
            });
            rooms.end(room);
            return listeners.size();
        });
    }
}
