package dev.parley.chat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The chat: plain state, changed by one entry after another, by one thread only. */
public final class Chat {
    private final Delivery delivery;
    private final InstantSource clock;
    private final Nicks nicks;
    private final Rooms rooms;
    private final Attendance attendance;
    private final Commands commands;
    private Stamp now = new Stamp(0, Instant.EPOCH, 0);

    public Chat(
            ChatLimits limits,
            Delivery delivery,
            ChatMetrics metrics,
            NickPolicy policy,
            InstantSource clock,
            RandomGenerator random) {
        this.delivery = delivery;
        this.clock = clock;
        this.nicks = new Nicks(random);
        this.rooms = new Rooms(metrics);
        this.attendance = new Attendance(nicks, rooms, delivery, metrics);
        this.commands = new Commands(limits, nicks, policy, rooms, attendance, delivery, metrics);
    }

    void apply(long id, Entry entry) {
        now = new Stamp(id, clock.instant(), entry.arrivedNanos());
        switch (entry) {
            case Entry.Opened opened -> attendance.arrive(opened.member());
            case Entry.Received received -> receive(received.member(), received.command());
            case Entry.Ended ended -> attendance.depart(now, ended.member());
            case Entry.Asked<?> asked -> asked.answer(this);
        }
    }

    /** What operators are told of a member; empty when it has left. */
    public Optional<MemberState> state(Member member) {
        return Optional.of(member).filter(Member::present).map(Member::state);
    }

    public Optional<Member> find(Nick nick) {
        return nicks.find(nick);
    }

    /** The lobby first, then the largest. */
    public List<RoomState> rooms() {
        return rooms.states();
    }

    /**
     * Tells everyone in a room, or everyone at all where none is named.
     *
     * @return how many were told; empty when there is no such room
     */
    public Optional<Integer> announce(String text, @Nullable String room) {
        Optional<Room> where = room == null ? Optional.of(rooms.lobby()) : rooms.find(room);
        where.ifPresent(found -> {
            var announced = new Event.Announced(now, room == null ? null : found.name(), Text.clean(text));
            delivery.deliver(announced, found.listeners(), null);
        });
        return where.map(found -> found.listeners().size());
    }

    /** Ends a member; empty when it had already left. */
    public Optional<Nick> end(Member member, Code why, String text) {
        if (!member.present()) {
            return Optional.empty();
        }
        Nick nick = member.nick();
        attendance.depart(now, member);
        delivery.end(member, new Answer.Bye(why, Text.clean(text)));
        return Optional.of(nick);
    }

    /** Tells one member something, in its place among all it is told; whether it was still there. */
    public boolean notice(Member member, String text) {
        if (member.present()) {
            delivery.answer(member, new Answer.Notice(text));
        }
        return member.present();
    }

    /** From now on what the member sends is refused, and nobody is told when it goes; whether it was still there. */
    public boolean drain(Member member) {
        member.drain();
        return member.present();
    }

    /** The id of the newest event. */
    public long lastId() {
        return now.id();
    }

    private void receive(Member member, Command command) {
        if (member.present()) {
            commands.carryOut(now, member, member.draining() ? command.whileDraining() : command);
        }
    }
}
