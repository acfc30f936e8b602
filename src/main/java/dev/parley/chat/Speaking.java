package dev.parley.chat;

import java.util.Optional;
import java.util.function.Function;

/** What is said in rooms, by those who may. */
final class Speaking {
    private final SaidOnce saidOnce;
    private final Attendance attendance;
    private final Ignoring ignoring;
    private final Muting muting;
    private final Absence absence;
    private final Delivery delivery;
    private final ChatMetrics metrics;
    private final Stamps stamps;

    Speaking(
            SaidOnce saidOnce,
            Attendance attendance,
            Ignoring ignoring,
            Muting muting,
            Absence absence,
            Delivery delivery,
            ChatMetrics metrics,
            Stamps stamps) {
        this.saidOnce = saidOnce;
        this.attendance = attendance;
        this.ignoring = ignoring;
        this.muting = muting;
        this.absence = absence;
        this.delivery = delivery;
        this.metrics = metrics;
        this.stamps = stamps;
    }

    void say(Member member, Room room, String text, MuteVerdict verdict) {
        speak(member, room, verdict, stamp -> new Event.Said(stamp, room.name(), member.nick(), text));
    }

    void sayOnce(Member member, Command.SayOnce once, MuteVerdict verdict) {
        String key = saidOnce.key(member, once.key());
        RoomName room = member.active().name();
        saidOnce.repeated(key, room, once.text()).ifPresentOrElse(answer -> delivery.answer(member, answer), () -> {
            if (saidOnce.isFull()) {
                delivery.refuse(member, Code.BUSY, "too many keys are in use; please try again in a few minutes");
            } else {
                speak(member, member.active(), verdict, stamp -> {
                    var said = new Event.Said(stamp, room, member.nick(), once.text(), key);
                    saidOnce.remember(said);
                    return said;
                });
            }
        });
    }

    void act(Member member, String text, MuteVerdict verdict) {
        Room room = member.active();
        speak(member, room, verdict, stamp -> new Event.Acted(stamp, room.name(), member.nick(), text));
    }

    private void speak(Member member, Room room, MuteVerdict verdict, Function<Stamp, Event> event) {
        Optional<Answer.Refused> refused = room.refusalToSpeak(member, stamps.arrivedNanos());
        if (refused.isPresent()) {
            delivery.answer(member, refused.get());
            return;
        }
        attendance.announce(member);
        absence.spoken(member);
        if (!member.isHidden()) {
            metrics.messageSaid();
        }
        var hearers = ignoring.hearing(member, room.listeners());
        muting.tell(member, verdict, event.apply(stamps.next()), hearers, member.echo() ? null : member);
    }
}
