package dev.parley.chat;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What operators of the service do in rooms, whoever these belong to. */
final class Overruling {
    private final Rooms rooms;
    private final Attendance attendance;
    private final Delivery delivery;
    private final Stamps stamps;

    Overruling(Rooms rooms, Attendance attendance, Delivery delivery, Stamps stamps) {
        this.rooms = rooms;
        this.attendance = attendance;
        this.delivery = delivery;
        this.stamps = stamps;
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

    /** Makes a room what it was, also one that is no more. */
    RoomDetails restore(RoomName name, @Nullable RoomSettings settings, @Nullable String topic) {
        Room room = rooms.open(name);
        room.topic(topic);
        RoomDetails restored = settle(room, settings, "restored");
        rooms.closeIfEmpty(room);
        return restored;
    }

    private RoomDetails settle(Room room, @Nullable RoomSettings settings, String what) {
        room.settle(settings);
        var set = new Event.RoomSet(stamps.next(), room.name(), Nick.OPERATOR, what, settings);
        delivery.deliver(set, room.listeners(), null);
        return room.details();
    }

    Optional<RoomDetails> topic(RoomName name, String text) {
        return rooms.find(name.value()).map(room -> {
            if (room.settings() == null) {
                room.topic(text);
            } else {
                room.settle(room.settings().withTopic(text));
                var settled = new Event.RoomSet(stamps.next(), name, Nick.OPERATOR, "topic", room.settings());
                delivery.deliver(settled, List.of(), null);
            }
            delivery.deliver(new Event.TopicSet(stamps.next(), name, Nick.OPERATOR, text), room.listeners(), null);
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
                delivery.answer(member, told);
                attendance.expel(member, room);
            });
            rooms.closeIfEmpty(room);
            return listeners.size();
        });
    }
}
