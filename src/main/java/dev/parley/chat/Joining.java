package dev.parley.chat;

import java.util.Optional;

/** Going into rooms, where there is room and one is let in. */
final class Joining {
    private final ChatLimits limits;
    private final Rooms rooms;
    private final Attendance attendance;
    private final Ruling ruling;
    private final Delivery delivery;

    Joining(ChatLimits limits, Rooms rooms, Attendance attendance, Ruling ruling, Delivery delivery) {
        this.limits = limits;
        this.rooms = rooms;
        this.attendance = attendance;
        this.ruling = ruling;
        this.delivery = delivery;
    }

    void join(Member member, Command.Join join) {
        String wanted = join.room();
        Optional<RoomName> name = RoomName.of(wanted);
        Optional<Room> room = rooms.find(wanted);
        if (name.isEmpty()) {
            refuse(member, Code.BAD_ARGUMENT, "a room is # and up to 32 letters, digits, _ or -");
        } else if (room.isPresent() && room.get().has(member)) {
            attendance.announce(member);
            attendance.enter(member, room.get());
        } else if (room.isEmpty() && rooms.count() >= limits.rooms()) {
            refuse(member, Code.TOO_MANY_ROOMS, "there are " + limits.rooms() + " rooms already");
        } else if (member.rooms().size() > limits.roomsPerClient()) {
            refuse(member, Code.TOO_MANY_ROOMS, "you are in " + limits.roomsPerClient() + " rooms already");
        } else if (room.isPresent() && room.get().members() >= limits.roomMembers()) {
            refuse(member, Code.ROOM_FULL, name.get() + " has " + limits.roomMembers() + " members already");
        } else {
            enter(member, name.get(), room, join.key());
        }
    }

    private void enter(Member member, RoomName name, Optional<Room> there, Optional<String> key) {
        Optional<Answer.Refused> refused = there.flatMap(room -> room.refusalToEnter(member, key));
        if (refused.isPresent()) {
            delivery.answer(member, refused.get());
            return;
        }
        attendance.announce(member);
        Room room = rooms.open(name);
        attendance.enter(member, room);
        if (there.isEmpty()) {
            ruling.claim(member, room);
        }
    }

    private void refuse(Member member, Code code, String text) {
        delivery.answer(member, new Answer.Refused(code, text));
    }
}
