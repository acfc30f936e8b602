package dev.parley.chat;

import dev.parley.protocol.ChatLimits;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Membership;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.StatusCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Handles joins, within the limits and the access rules of rooms. */
final class JoinHandler implements CommandDispatcher.CommandHandler {
    private static final Reply.Rejected NO_NAME = new Reply.Rejected(
            StatusCode.BAD_ARGUMENT,
            "a room name is # and 1 to 32 letters (a-z), digits, _ or -, without spaces, such as #dev");

    private final ChatLimits limits;
    private final Rooms rooms;
    private final Presence presence;
    private final RoomCommandHandler roomCommands;
    private final EventPublisher publisher;

    JoinHandler(
            ChatLimits limits,
            Rooms rooms,
            Presence presence,
            RoomCommandHandler roomCommands,
            EventPublisher publisher) {
        this.limits = limits;
        this.rooms = rooms;
        this.presence = presence;
        this.roomCommands = roomCommands;
        this.publisher = publisher;
    }

    @Override
    public void register(CommandDispatcher dispatcher) {
        dispatcher.on(Command.Join.class, this::join);
        dispatcher.on(Command.Leave.class, (member, leave) -> leave(member, leave.room()));
    }

    private void join(Member member, Command.Join join) {
        RoomName.of(join.room())
                .ifPresentOrElse(
                        name -> join(member, name, join.key(), null), () -> publisher.answer(member, refusal(join)));
    }

    private static Reply.Rejected refusal(Command.Join join) {
        return RoomName.of("#" + join.room())
                .filter(name -> join.key().isEmpty())
                .map(name -> new Reply.Rejected(StatusCode.BAD_ARGUMENT, "did you mean /join " + name + "?"))
                .orElse(NO_NAME);
    }

    private void leave(Member member, Optional<String> wanted) {
        rooms.joined(member, wanted.orElse(member.active().name().value())).ifPresent(room -> {
            if (room == rooms.lobby()) {
                publisher.refuse(member, StatusCode.BAD_ARGUMENT, "you cannot leave #lobby; /quit disconnects you");
            } else {
                presence.leave(member, room);
            }
        });
    }

    /**
     * Brings a resumed member back into its rooms. The member rejoins a room only if it may enter without a key, and
     * does not become the owner of a room that it creates this way.
     */
    void rejoin(Member member, MemberSnapshot was) {
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
        Optional<Reply.Rejected> refused = isMember ? Optional.empty() : refusal(member, name, there, key);
        if (refused.isPresent()) {
            publisher.answer(member, refused.get());
            return;
        }
        presence.announce(member);
        Room room = before == null ? rooms.open(name) : rooms.reopen(before);
        presence.enter(member, room);
        if (key.isPresent() && !room.hasKey()) {
            String hint = there.isPresent()
                    ? " has no key; a room name has no spaces"
                    : " is new and has no key; "
                            + (member.account() == null
                                    ? "only a room that was created after a login can have one"
                                    : "/room key WORD sets one");
            publisher.answer(member, new Reply.Hint(name + hint));
        }
        if (before != null) {
            room.takeBack(member, before);
        } else if (there.isEmpty()) {
            roomCommands.claim(member, room);
        }
    }

    private Optional<Reply.Rejected> refusal(Member member, RoomName name, Optional<Room> there, Optional<String> key) {
        if (there.isEmpty() && rooms.count() >= limits.rooms()) {
            return refused(StatusCode.TOO_MANY_ROOMS, "there are already " + limits.rooms() + " rooms, the maximum");
        }
        if (member.rooms().size() > limits.roomsPerClient()) {
            return refused(
                    StatusCode.TOO_MANY_ROOMS,
                    "you are in " + limits.roomsPerClient() + " rooms, the maximum; /leave one first");
        }
        if (there.isPresent() && there.get().members() >= limits.roomMembers()) {
            return refused(StatusCode.ROOM_FULL, name + " is full (" + limits.roomMembers() + " people)");
        }
        return there.flatMap(room -> room.refusalToEnter(member, key));
    }

    private static Optional<Reply.Rejected> refused(StatusCode code, String text) {
        return Optional.of(new Reply.Rejected(code, text));
    }
}
