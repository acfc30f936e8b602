package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import java.util.Optional;
import java.util.function.Function;

/** Handles messages and actions in rooms, and private messages. */
final class SpeechHandler implements CommandDispatcher.CommandHandler {
    private final MessageDeduplicator deduplicator;
    private final Presence presence;
    private final IgnoreLists ignoreLists;
    private final AwayStatus awayStatus;
    private final Rooms rooms;
    private final DirectMessages directMessages;
    private final EventPublisher publisher;

    SpeechHandler(
            MessageDeduplicator deduplicator,
            Presence presence,
            IgnoreLists ignoreLists,
            AwayStatus awayStatus,
            Rooms rooms,
            DirectMessages directMessages,
            EventPublisher publisher) {
        this.deduplicator = deduplicator;
        this.presence = presence;
        this.ignoreLists = ignoreLists;
        this.awayStatus = awayStatus;
        this.rooms = rooms;
        this.directMessages = directMessages;
        this.publisher = publisher;
    }

    @Override
    public void register(CommandDispatcher dispatcher) {
        dispatcher.on(Command.Say.class, (member, say, verdict) -> say(member, member.active(), say.text(), verdict));
        dispatcher.on(Command.SayOnce.class, this::sayOnce);
        dispatcher.on(Command.Emote.class, (member, act, verdict) -> act(member, act.text(), verdict));
        dispatcher.on(Command.DirectMessage.class, this::sendDirectMessage);
    }

    private void say(Member member, Room room, String text, MuteFilter.Verdict verdict) {
        speak(member, room, verdict, stamp -> new ChatEvent.Said(stamp, room.name(), member.nick(), text));
    }

    private void sayOnce(Member member, Command.SayOnce once, MuteFilter.Verdict verdict) {
        String key = deduplicator.key(member, once.key());
        RoomName room = member.active().name();
        deduplicator
                .repeated(key, member.active(), once.text())
                .ifPresentOrElse(reply -> publisher.answer(member, reply), () -> {
                    if (deduplicator.isFull()) {
                        publisher.refuse(
                                member, StatusCode.BUSY, "too many /say keys are in use; try again in a few minutes");
                    } else {
                        speak(member, member.active(), verdict, stamp -> {
                            var said = new ChatEvent.Said(stamp, room, member.nick(), once.text(), key);
                            deduplicator.remember(said);
                            return said;
                        });
                    }
                });
    }

    private void act(Member member, String text, MuteFilter.Verdict verdict) {
        Room room = member.active();
        speak(member, room, verdict, stamp -> new ChatEvent.Emoted(stamp, room.name(), member.nick(), text));
    }

    private void sendDirectMessage(Member member, Command.DirectMessage tell, MuteFilter.Verdict verdict) {
        if (tell.to().startsWith("#")) {
            rooms.joined(member, tell.to()).ifPresent(room -> say(member, room, tell.text(), verdict));
        } else {
            directMessages.send(member, tell.to(), tell.text(), verdict);
        }
    }

    private void speak(Member member, Room room, MuteFilter.Verdict verdict, Function<Stamp, ChatEvent> event) {
        long arrivedNanos = publisher.eventClock().arrivedNanos();
        Optional<Reply.Rejected> refused = room.refusalToSpeak(member, arrivedNanos);
        if (refused.isPresent()) {
            publisher.answer(member, refused.get());
            return;
        }
        room.recordMessage(member, arrivedNanos);
        presence.announce(member);
        awayStatus.clear(member);
        if (!member.isHidden()) {
            publisher.metrics().messageSent();
        }
        Audience audience = Audience.of(room)
                .without(member.echo() ? null : member)
                .withoutIgnoring(ignoreLists.ignorersOf(member));
        publisher.publishUnlessShadowed(member, verdict, event.apply(publisher.nextStamp()), audience);
    }
}
