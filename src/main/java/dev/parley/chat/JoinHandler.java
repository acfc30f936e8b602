package dev.parley.chat;

import dev.parley.protocol.Answer;
import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Code;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberState;
import dev.parley.protocol.Membership;
import dev.parley.protocol.RoomName;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Going into rooms, where there is room and one is let in. */
final class Joining implements CommandHandler {
    private static final Answer.Refused NO_NAME =
            new Answer.Refused(Code.BAD_ARGUMENT, "a room is # and up to 32 letters, digits, _ or -");

    private final ChatLimits limits;
    private final Rooms rooms;
    private final Attendance attendance;
    private final Ruling ruling;
    private final EventPublisher publisher;

    Joining(ChatLimits limits, Rooms rooms, Attendance attendance, Ruling ruling, EventPublisher publisher) {
        this.limits = limits;
        this.rooms = rooms;
        this.attendance = attendance;
        this.ruling = ruling;
        this.publisher = publisher;
    }

    @Override
    public void register(Commands commands) {
        commands.on(Command.Join.class, this::join);
        commands.on(Command.Leave.class, (member, leave) -> leave(member, leave.room()));
    }

    private void join(Member member, Command.Join join) {
        RoomName.of(join.room())
                .ifPresentOrElse(name -> join(member, name, join.key(), null), () -> publisher.answer(member, NO_NAME));
    }

    private void leave(Member member, Optional<String> wanted) {
        rooms.joined(member, wanted.orElse(member.active().name().value())).ifPresent(room -> {
            if (room == rooms.lobby()) {
                publisher.refuse(member, Code.BAD_ARGUMENT, "the lobby cannot be left; /quit ends the chat");
            } else {
                attendance.leave(member, room);
            }
        });
    }

    /** Brings a member that resumes back into its rooms: without a key it must be allowed in, and it owns no new room. */
    void rejoin(Member member, MemberState was) {
        for (Membership before : was.memberships()) {
            if (before.room().equals(RoomName.LOBBY)) {
                rooms.lobby().takeBack(member, before);
            } else {
                join(member, before.room(), Optional.empty(), before);
            }
        }
        rooms.find(was.active().value()).filter(room -> room.has(member)).ifPresent(member::speakIn);
    }

    private void join(Member member, RoomName name, Optional<String> key, @Nullable Membership before) {
        Optional<Room> there = rooms.find(name.value());
        boolean isMember = there.filter(room -> room.has(member)).isPresent();
        Optional<Answer.Refused> refused = isMember ? Optional.empty() : refusal(member, name, there, key);
        if (refused.isPresent()) {
            publisher.answer(member, refused.get());
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
