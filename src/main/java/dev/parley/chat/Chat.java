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
    private Answer.@Nullable Bye closed;

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
            case Entry.Opened opened -> open(opened.member());
            case Entry.Received received -> receive(received.member(), received.command());
            case Entry.Ended ended -> ended(ended.member());
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

    /** Ends everyone, those who are still to come too. */
    public void close(Answer.Bye bye) {
        closed = bye;
        rooms.lobby().listeners().forEach(member -> delivery.end(member, bye));
    }

    private void open(Member member) {
        attendance.arrive(member);
        if (closed != null) {
            delivery.end(member, closed);
        }
    }

    /** When all are ended nobody is told of it. */
    private void ended(Member member) {
        if (closed == null) {
            attendance.depart(now, member);
        }
    }

    private void receive(Member member, Command command) {
        if (member.present() && closed == null) {
            commands.carryOut(now, member, command);
        }
    }
}
