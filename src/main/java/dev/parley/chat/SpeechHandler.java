package dev.parley.chat;

import dev.parley.chat.port.MuteVerdict;
import dev.parley.protocol.Answer;
import dev.parley.protocol.Code;
import dev.parley.protocol.Command;
import dev.parley.protocol.Event;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import java.util.Optional;
import java.util.function.Function;

/** What is said in rooms, by those who may. */
final class Speaking implements CommandHandler {
    private final SaidOnce saidOnce;
    private final Attendance attendance;
    private final Ignoring ignoring;
    private final Absence absence;
    private final Rooms rooms;
    private final Mail mail;
    private final EventPublisher publisher;

    Speaking(
            SaidOnce saidOnce,
            Attendance attendance,
            Ignoring ignoring,
            Absence absence,
            Rooms rooms,
            Mail mail,
            EventPublisher publisher) {
        this.saidOnce = saidOnce;
        this.attendance = attendance;
        this.ignoring = ignoring;
        this.absence = absence;
        this.rooms = rooms;
        this.mail = mail;
        this.publisher = publisher;
    }

    @Override
    public void register(Commands commands) {
        commands.on(Command.Say.class, (member, say, verdict) -> say(member, member.active(), say.text(), verdict));
        commands.on(Command.SayOnce.class, this::sayOnce);
        commands.on(Command.Act.class, (member, act, verdict) -> act(member, act.text(), verdict));
        commands.on(Command.Tell.class, this::tell);
    }

    private void say(Member member, Room room, String text, MuteVerdict verdict) {
        speak(member, room, verdict, stamp -> new Event.Said(stamp, room.name(), member.nick(), text));
    }

    private void sayOnce(Member member, Command.SayOnce once, MuteVerdict verdict) {
        String key = saidOnce.key(member, once.key());
        RoomName room = member.active().name();
        saidOnce.repeated(key, member.active(), once.text())
                .ifPresentOrElse(answer -> publisher.answer(member, answer), () -> {
                    if (saidOnce.isFull()) {
                        publisher.refuse(
                                member, Code.BUSY, "too many keys are in use; please try again in a few minutes");
                    } else {
                        speak(member, member.active(), verdict, stamp -> {
                            var said = new Event.Said(stamp, room, member.nick(), once.text(), key);
                            saidOnce.remember(said);
                            return said;
                        });
                    }
                });
    }

    private void act(Member member, String text, MuteVerdict verdict) {
        Room room = member.active();
        speak(member, room, verdict, stamp -> new Event.Acted(stamp, room.name(), member.nick(), text));
    }

    private void tell(Member member, Command.Tell tell, MuteVerdict verdict) {
        if (tell.to().startsWith("#")) {
            rooms.joined(member, tell.to()).ifPresent(room -> say(member, room, tell.text(), verdict));
        } else {
            mail.tell(member, tell.to(), tell.text(), verdict);
        }
    }

    private void speak(Member member, Room room, MuteVerdict verdict, Function<Stamp, Event> event) {
        long arrivedNanos = publisher.stamps().arrivedNanos();
        Optional<Answer.Refused> refused = room.refusalToSpeak(member, arrivedNanos);
        if (refused.isPresent()) {
            publisher.answer(member, refused.get());
            return;
        }
        room.spoken(member, arrivedNanos);
        attendance.announce(member);
        absence.spoken(member);
        if (!member.isHidden()) {
            publisher.metrics().messageSaid();
        }
        Audience audience =
                Audience.of(room).without(member.echo() ? null : member).withoutIgnoring(ignoring.ignorersOf(member));
        publisher.publishWritten(member, verdict, event.apply(publisher.nextStamp()), audience);
    }
}
