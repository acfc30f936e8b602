package dev.parley.activity;

import dev.parley.chat.Member;
import dev.parley.chat.Witness;
import dev.parley.chat.port.Client;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.MemberState;
import dev.parley.protocol.Nick;
import dev.parley.protocol.RoomName;
import dev.parley.session.Ended;
import dev.parley.session.SessionObserver;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Publishes what the chat tells of. */
final class Witnessed implements Witness, SessionObserver {
    private static final double MILLIS = 1e3;

    private final Happenings happenings;
    private final LastClosed lastClosed;
    private final InstantSource clock;

    Witnessed(Happenings happenings, LastClosed lastClosed, InstantSource clock) {
        this.happenings = happenings;
        this.lastClosed = lastClosed;
        this.clock = clock;
    }

    @Override
    public void arrived(Member member) {
        happenings.publish(
                new Happening.Connected(now(), who(member), member.client().listener()));
    }

    @Override
    public void commanded(Member member, Command command) {
        Command.label(command)
                .ifPresent(label -> happenings.publish(new Happening.Commanded(now(), who(member), label)));
    }

    @Override
    public void closed(Client client, Ended ended, MemberState left) {
        happenings.publish(new Happening.Disconnected(
                now(),
                Who.of(client, left.nick(), left.account()),
                client.listener(),
                ended.reason().label(),
                ended.lasted().toMillis() / MILLIS,
                ended.client().linesIn(),
                ended.client().linesOut()));
        lastClosed.add(new LastClosed.Closed(ended, left, now()));
    }

    @Override
    public void happened(Event event, @Nullable Member by) {
        switch (event) {
            case Event.Said said -> spoke(said, "message", said.from(), said.room(), null, said.text(), by);
            case Event.Acted acted -> spoke(acted, "action", acted.from(), acted.room(), null, acted.text(), by);
            case Event.Told told -> spoke(told, "private", told.from(), null, told.to(), told.text(), by);
            case Event.TopicSet set -> spoke(set, "topic", set.from(), set.room(), null, set.text(), by);
            case Event.Joined joined ->
                happenings.publish(new Happening.Joined(
                        Happening.millis(joined.stamp().at()),
                        who(joined.from(), by),
                        joined.room().value()));
            case Event.Left left ->
                happenings.publish(new Happening.Left(
                        Happening.millis(left.stamp().at()),
                        who(left.from(), by),
                        left.room().value()));
            case Event.Renamed renamed ->
                happenings.publish(new Happening.Renamed(
                        Happening.millis(renamed.stamp().at()),
                        who(renamed.to(), by),
                        renamed.from().value()));
            case Event.RoomSet set ->
                ruled(set, set.from(), set.room(), "room-set", set.room().value(), "", set.what(), by);
            case Event.Kicked kicked ->
                ruled(
                        kicked,
                        kicked.from(),
                        kicked.room(),
                        "room-kick",
                        kicked.who().value(),
                        kicked.reason(),
                        "kicked",
                        by);
            // What operators do is told with who did it; the rest is of nobody's doing, or told to nobody.
            case Event.RoomNotice notice -> {}
            case Event.Deleted deleted -> {}
            case Event.Announced announced -> {}
            case Event.HistoryTurned turned -> {}
            case Event.Noted noted -> {}
        }
    }

    private void spoke(
            Event event,
            String kind,
            Nick from,
            @Nullable RoomName room,
            @Nullable Nick to,
            String text,
            @Nullable Member by) {
        happenings.publish(new Happening.Spoke(
                Happening.millis(event.stamp().at()),
                who(from, by),
                kind,
                room == null ? null : room.value(),
                to == null ? null : to.value(),
                Long.toString(event.stamp().id()),
                text.length()));
    }

    private void ruled(
            Event event,
            Nick from,
            RoomName room,
            String action,
            String target,
            String reason,
            String result,
            @Nullable Member by) {
        happenings.publish(new Happening.Ruled(
                Happening.millis(event.stamp().at()),
                who(from, by),
                from.value(),
                action,
                target,
                reason,
                result,
                room.value()));
    }

    private static Who who(Nick nick, @Nullable Member by) {
        return by != null && by.nick().equals(nick) ? who(by) : Who.called(nick);
    }

    private static Who who(Member member) {
        return Who.of(member.client(), member.nick(), member.account());
    }

    private Instant now() {
        return Happening.millis(clock.instant());
    }
}
