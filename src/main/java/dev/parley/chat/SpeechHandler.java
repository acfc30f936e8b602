package dev.parley.chat;

import dev.parley.chat.port.MuteVerdict;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import java.util.Optional;
import java.util.function.Function;

/** What is said in rooms, by those who may. */
final class SpeechHandler implements CommandHandler {
    private final MessageDeduplicator saidOnce;
    private final Presence attendance;
    private final IgnoreLists ignoring;
    private final AwayStatus absence;
    private final Rooms rooms;
    private final DirectMessages mail;
    private final EventPublisher publisher;

    SpeechHandler(
            MessageDeduplicator saidOnce,
            Presence attendance,
            IgnoreLists ignoring,
            AwayStatus absence,
            Rooms rooms,
            DirectMessages mail,
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
    public void register(CommandDispatcher commands) {
        commands.on(Command.Say.class, (member, say, verdict) -> say(member, member.active(), say.text(), verdict));
        commands.on(Command.SayOnce.class, this::sayOnce);
        commands.on(Command.Emote.class, (member, act, verdict) -> act(member, act.text(), verdict));
        commands.on(Command.DirectMessage.class, this::tell);
    }

    private void say(Member member, Room room, String text, MuteVerdict verdict) {
        speak(member, room, verdict, stamp -> new ChatEvent.Said(stamp, room.name(), member.nick(), text));
    }

    private void sayOnce(Member member, Command.SayOnce once, MuteVerdict verdict) {
        String key = saidOnce.key(member, once.key());
        RoomName room = member.active().name();
        saidOnce.repeated(key, member.active(), once.text())
                .ifPresentOrElse(answer -> publisher.answer(member, answer), () -> {
                    if (saidOnce.isFull()) {
                        publisher.refuse(
                                member, StatusCode.BUSY, "too many keys are in use; please try again in a few minutes");
                    } else {
                        speak(member, member.active(), verdict, stamp -> {
                            var said = new ChatEvent.Said(stamp, room, member.nick(), once.text(), key);
                            saidOnce.remember(said);
                            return said;
                        });
                    }
                });
    }

    private void act(Member member, String text, MuteVerdict verdict) {
        Room room = member.active();
        speak(member, room, verdict, stamp -> new ChatEvent.Emoted(stamp, room.name(), member.nick(), text));
    }

    private void tell(Member member, Command.DirectMessage tell, MuteVerdict verdict) {
        if (tell.to().startsWith("#")) {
            rooms.joined(member, tell.to()).ifPresent(room -> say(member, room, tell.text(), verdict));
        } else {
            mail.tell(member, tell.to(), tell.text(), verdict);
        }
    }

    private void speak(Member member, Room room, MuteVerdict verdict, Function<Stamp, ChatEvent> event) {
        long arrivedNanos = publisher.stamps().arrivedNanos();
        Optional<Reply.Rejected> refused = room.refusalToSpeak(member, arrivedNanos);
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
