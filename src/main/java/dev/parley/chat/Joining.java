package dev.parley.chat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Going into rooms, where there is room and one is let in. */
final class Joining {
    private static final Answer.Refused NO_NAME =
            new Answer.Refused(Code.BAD_ARGUMENT, "a room is # and up to 32 letters, digits, _ or -");

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
        RoomName.of(join.room())
                .ifPresentOrElse(name -> join(member, name, join.key(), null), () -> delivery.answer(member, NO_NAME));
    }

    /** A member that comes back is let in as anyone is, without a key, and makes no room its own. */
    void rejoin(Member member, Membership before) {
        join(member, before.room(), Optional.empty(), before);
    }

    private void join(Member member, RoomName name, Optional<String> key, @Nullable Membership before) {
        Optional<Room> there = rooms.find(name.value());
        boolean isMember = there.filter(room -> room.has(member)).isPresent();
        Optional<Answer.Refused> refused = isMember ? Optional.empty() : refusal(member, name, there, key);
        if (refused.isPresent()) {
            delivery.answer(member, refused.get());
            return;
        }
        attendance.announce(member);
        Room room = before == null ? rooms.open(name) : rooms.reopen(before);
        attendance.enter(member, room);
        if (before != null) {
            room.takeBack(member, before);
        } else if (there.isEmpty()) {
            ruling.claim(member, room);
        }
    }

    private Optional<Answer.Refused> refusal(Member member, RoomName name, Optional<Room> there, Optional<String> key) {
        if (there.isEmpty() && rooms.count() >= limits.rooms()) {
            return refused(Code.TOO_MANY_ROOMS, "there are " + limits.rooms() + " rooms already");
        }
        if (member.rooms().size() > limits.roomsPerClient()) {
            return refused(Code.TOO_MANY_ROOMS, "you are in " + limits.roomsPerClient() + " rooms already");
        }
        if (there.isPresent() && there.get().members() >= limits.roomMembers()) {
            return refused(Code.ROOM_FULL, name + " has " + limits.roomMembers() + " members already");
        }
        return there.flatMap(room -> room.refusalToEnter(member, key));
    }

    private static Optional<Answer.Refused> refused(Code code, String text) {
        return Optional.of(new Answer.Refused(code, text));
    }
}
