package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomLife;
import dev.parley.protocol.RoomName;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Presence of members. They arrive unannounced, are announced later, enter and leave rooms, and depart. */
final class Presence {
    private static final Nick HIDDEN = new Nick("hidden");

    private final Nicks nicks;
    private final Rooms rooms;
    private final IgnoreLists ignoreLists;
    private final PresenceSummaries summaries;
    private final EventPublisher publisher;

    Presence(Nicks nicks, Rooms rooms, IgnoreLists ignoreLists, PresenceSummaries summaries, EventPublisher publisher) {
        this.nicks = nicks;
        this.rooms = rooms;
        this.ignoreLists = ignoreLists;
        this.summaries = summaries;
        this.publisher = publisher;
    }

    /**
     * Adds a new member to the lobby, unless the member must log in first. The member is not announced, so that a port
     * scanner disturbs nobody.
     */
    void arrive(Member member) {
        if (member.isHidden()) {
            enter(member, HIDDEN, new Room(RoomName.HIDDEN, RoomLife.WHOLE));
        } else if (member.isUnauthenticated()) {
            member.arrive(nicks.freeGuest(), rooms.lobby(), publisher.lastId());
        } else {
            enter(member, nicks.guest(member), rooms.lobby());
        }
    }

    /** Adds a member with the state that it had before the leader of the replicas changed. */
    void restore(Member member, MemberSnapshot state, Function<RoomName, Room> restored) {
        if (member.isHidden()) {
            var room = new Room(RoomName.HIDDEN, RoomLife.WHOLE);
            member.restore(state, name -> room);
        } else {
            member.restore(state, restored);
            if (!member.isUnauthenticated()) {
                nicks.restore(member);
            }
        }
        updateUserCount();
    }

    private void enter(Member member, Nick nick, Room room) {
        member.arrive(nick, room, publisher.lastId());
        room.add(member, publisher.lastId());
    }

    /** Adds a member to the lobby after the login that its listener requires. */
    void admit(Member unauthenticated) {
        rooms.lobby().add(unauthenticated, publisher.lastId());
    }

    /**
     * Announces a member at its first command or message. From then on, the member is counted, and its joins and leaves
     * are announced.
     */
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
        publish(
                new ChatEvent.Joined(publisher.nextStamp(), lobby.name(), member.nick(), lobby.members()),
                lobby,
                member,
                isAlone(member, lobby));
    }

    /** Updates the number of people in the metrics. */
    void updateUserCount() {
        publisher.metrics().usersChanged(rooms.lobby().members());
    }

    /**
     * Publishes the new nick of a member. If other connections of the account keep the old nick or have the new one,
     * nobody is renamed for the others: in each room the old nick leaves unless a connection keeps it there, and the
     * new one joins unless a connection has it there already.
     */
    void renamed(ChatEvent.Renamed renamed, Member member, boolean isBroadcast) {
        Room lobby = rooms.lobby();
        if (!isBroadcast) {
            publisher.publish(renamed);
        } else if (!isKept(renamed, lobby) && isAlone(member, lobby)) {
            summaries.publishRename(renamed, lobby, member);
        } else {
            publisher.publish(renamed);
            member.rooms().forEach(room -> replace(renamed, member, room));
        }
    }

    private void replace(ChatEvent.Renamed renamed, Member member, Room room) {
        if (!isKept(renamed, room)) {
            var left = new ChatEvent.Left(publisher.nextStamp(), room.name(), renamed.from());
            summaries.publishUnobserved(left, room, member);
        }
        if (isAlone(member, room)) {
            var joined = new ChatEvent.Joined(publisher.nextStamp(), room.name(), renamed.to(), room.members());
            summaries.publishUnobserved(joined, room, member);
        }
    }

    /** Whether another connection in the room keeps the old nick; a nick in other letters is the same. */
    private static boolean isKept(ChatEvent.Renamed renamed, Room room) {
        return room.connections(renamed.from()) > (renamed.from().equals(renamed.to()) ? 1 : 0);
    }

    private void publish(ChatEvent.PresenceChange change, Room room, @Nullable Member except, boolean isBroadcast) {
        if (isBroadcast) {
            summaries.publish(change, room, except);
        } else {
            publisher.publish(change);
        }
    }

    /** Whether no other connection with the same nick is in the room. */
    private static boolean isAlone(Member member, Room room) {
        return room.connections(member.nick()) == 1;
    }

    void enter(Member member, Room room) {
        boolean newcomer = room.add(member, publisher.lastId());
        member.speakIn(room);
        var joined = new ChatEvent.Joined(publisher.nextStamp(), room.name(), member.nick(), room.members());
        publish(joined, room, member, newcomer && isAlone(member, room));
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

    /** Removes a member from every room, the lobby last. Has no effect on a member that has already left. */
    void depart(Member member) {
        if (!member.present()) {
            return;
        }
        MemberSnapshot before = member.state();
        member.rooms().reversed().forEach(room -> remove(member, room));
        updateUserCount();
        ignoreLists.departed(member);
        rooms.departed(member);
        nicks.depart(member);
        member.depart(before);
    }

    /** Removes a member that was made to leave; the room has already been notified. */
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
            publish(left, room, null, room.connections(member.nick()) == 0);
        }
        rooms.closeIfEmpty(room);
        return left;
    }
}
