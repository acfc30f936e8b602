package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import java.util.List;

/** Who is where: arriving unseen, being announced, entering and leaving rooms, and going. */
final class Presence {
    private static final Nick HIDDEN = new Nick("hidden");

    private final Nicks nicks;
    private final Rooms rooms;
    private final IgnoreLists ignoreLists;
    private final EventPublisher publisher;

    Presence(Nicks nicks, Rooms rooms, IgnoreLists ignoreLists, EventPublisher publisher) {
        this.nicks = nicks;
        this.rooms = rooms;
        this.ignoreLists = ignoreLists;
        this.publisher = publisher;
    }

    /** Hears the lobby from now on, unless it must log in first, and is not announced: a port scanner disturbs nobody. */
    void arrive(Member member) {
        if (member.isHidden()) {
            enter(member, HIDDEN, new Room(RoomName.HIDDEN, RoomLife.WHOLE));
        } else if (member.isUnauthenticated()) {
            member.arrive(nicks.freeGuest(), rooms.lobby(), publisher.lastId());
        } else {
            enter(member, nicks.guest(member), rooms.lobby());
        }
    }

    private void enter(Member member, Nick nick, Room room) {
        member.arrive(nick, room, publisher.lastId());
        room.add(member, publisher.lastId());
    }

    /** One that had to log in first hears the lobby from now on. */
    void admit(Member stranger) {
        rooms.lobby().add(stranger, publisher.lastId());
    }

    /** From its first own word on a member is counted, and its coming and going is told. */
    void announce(Member member) {
        if (member.announced() || member.isHidden()) {
            return;
        }
        Room lobby = rooms.lobby();
        member.announce();
        lobby.announced(member);
        updateUserCount();
        publisher.answer(
                member,
                new Reply.Welcomed(
                        member.nick(),
                        lobby.name(),
                        lobby.members(),
                        lobby.listeners().size()));
        publisher.publish(
                new ChatEvent.Joined(publisher.nextStamp(), lobby.name(), member.nick(), lobby.members()),
                isAlone(member, lobby) ? Audience.of(lobby).without(member) : Audience.NONE);
    }

    /** The number of people may have changed. */
    void updateUserCount() {
        publisher.metrics().usersChanged(rooms.lobby().members());
    }

    /** Whether nobody of the same name is in the room by another connection. */
    private static boolean isAlone(Member member, Room room) {
        return room.connections(member.nick()) == 1;
    }

    void enter(Member member, Room room) {
        boolean newcomer = room.add(member, publisher.lastId());
        member.speakIn(room);
        var joined = new ChatEvent.Joined(publisher.nextStamp(), room.name(), member.nick(), room.members());
        publisher.publish(
                joined, newcomer && isAlone(member, room) ? Audience.of(room).without(member) : Audience.NONE);
        publisher.answer(member, new Reply.YouJoined(joined));
        if (room.topic() != null) {
            publisher.answer(member, new Reply.Topic(room.name(), room.topic()));
        }
    }

    void leave(Member member, Room room) {
        var left = remove(member, room);
        if (member.active() == room) {
            member.speakIn(rooms.lobby());
        }
        publisher.answer(member, new Reply.YouLeft(left, member.active().name()));
    }

    /** Leaves every room, the lobby last. Nothing happens to one that has already left. */
    void depart(Member member) {
        if (!member.present()) {
            return;
        }
        MemberSnapshot before = member.state();
        List.copyOf(member.rooms()).reversed().forEach(room -> remove(member, room));
        updateUserCount();
        ignoreLists.departed(member);
        rooms.departed(member);
        nicks.depart(member);
        member.depart(before);
    }

    /** One who was made to leave, of which all were told already. */
    void expel(Member member, Room room) {
        room.remove(member);
        rooms.closeIfEmpty(room);
        if (member.active() == room) {
            member.speakIn(rooms.lobby());
        }
        publisher.answer(
                member, new Reply.Notice("you are in " + member.active().name()));
    }

    private ChatEvent.Left remove(Member member, Room room) {
        var left = new ChatEvent.Left(publisher.nextStamp(), room.name(), member.nick());
        room.remove(member);
        if (member.announced() && !member.draining()) {
            publisher.publish(left, room.connections(member.nick()) == 0 ? Audience.of(room) : Audience.NONE);
        }
        rooms.closeIfEmpty(room);
        return left;
    }
}
