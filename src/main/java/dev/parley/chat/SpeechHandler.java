package dev.parley.chat;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import dev.parley.protocol.Stamp;
import dev.parley.protocol.StatusCode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Handles messages and actions in rooms, and private messages. */
final class SpeechHandler implements CommandDispatcher.CommandHandler {
    private static final Reply.Rejected TOO_MANY_KEYS =
            new Reply.Rejected(StatusCode.BUSY, "too many message keys are in use; try again in a few minutes");

    /** Longest message that is compared with words for commands; others cost nothing. */
    private static final int MAX_WORD = 6;

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
        dispatcher.on(Command.Say.class, this::say);
        dispatcher.on(Command.SayOnce.class, this::sayOnce);
        dispatcher.on(Command.Emote.class, (member, act, verdict) -> act(member, act.text(), verdict));
        dispatcher.on(Command.DirectMessage.class, this::sendDirectMessage);
    }

    private void say(Member member, Command.Say say, MuteFilter.Verdict verdict) {
        boolean isPublished = say(member, member.active(), say.text(), verdict);
        boolean mayHint = isPublished && !member.isHinted() && member.format() != Format.BARE;
        String command = mayHint ? meantCommand(say.text()) : null;
        if (command != null) {
            member.markHinted();
            publisher.answer(
                    member, new Reply.Hint("did you mean " + command + "? Without the / a line is sent as a message"));
        }
    }

    /** Returns the command that the sender of a message may have meant; null for a normal message. */
    private static @Nullable String meantCommand(String text) {
        if (text.length() > MAX_WORD) {
            return null;
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "help", "?" -> "/help";
            case "quit", "exit" -> "/quit";
            default -> null;
        };
    }

    private boolean say(Member member, Room room, String text, MuteFilter.Verdict verdict) {
        return speak(member, room, verdict, stamp -> new ChatEvent.Said(stamp, room.name(), member.nick(), text));
    }

    private void sayOnce(Member member, Command.SayOnce once, MuteFilter.Verdict verdict) {
        String key = deduplicator.key(member, once.key());
        RoomName room = member.active().name();
        deduplicator
                .repeated(key, member.active(), once.text())
                .ifPresentOrElse(reply -> publisher.answer(member, reply), () -> {
                    if (deduplicator.isFull()) {
                        publisher.answer(member, TOO_MANY_KEYS);
                    } else {
                        speak(member, member.active(), verdict, stamp -> {
                            var said = new ChatEvent.Said(stamp, room, member.nick(), once.text(), key);
                            deduplicator.remember(said);
                            return said;
                        });
                    }
                });
    }

    /** See {@link ChatQuery.PostMessage}. */
    ChatQuery.PostResult post(ChatQuery.PostMessage message, MuteFilter.Verdict verdict) {
        return rooms.find(message.room().value())
                .map(room -> post(message, room, verdict))
                .orElseGet(ChatQuery.PostResult.NoSuchRoom::new);
    }

    private ChatQuery.PostResult post(ChatQuery.PostMessage message, Room room, MuteFilter.Verdict verdict) {
        if (verdict.refusal() != null) {
            return new ChatQuery.PostResult.Refused(verdict.refusal(), null);
        }
        Nick from = message.from();
        String key = message.key() == null ? null : ChatEvent.Said.keyScope(from) + message.key();
        Reply repeated = key == null
                ? null
                : deduplicator.repeated(key, room, message.text()).orElse(null);
        if (repeated instanceof Reply.Duplicate duplicate) {
            return new ChatQuery.PostResult.Posted(duplicate.said(), true, duplicate.stored());
        }
        if (repeated instanceof Reply.Rejected rejected) {
            return new ChatQuery.PostResult.Refused(rejected, null);
        }
        if (key != null && deduplicator.isFull()) {
            return new ChatQuery.PostResult.Refused(TOO_MANY_KEYS, null);
        }
        long now = publisher.eventClock().arrivedNanos();
        long wait = room.slowModeNanos(from, now);
        if (wait > 0) {
            return new ChatQuery.PostResult.Refused(room.slowModeRefusal(), Duration.ofNanos(wait));
        }
        room.recordMessage(from, now);
        var said = new ChatEvent.Said(publisher.nextStamp(), room.name(), from, message.text(), key);
        deduplicator.remember(said);
        publisher.metrics().messageSent();
        if (!verdict.isShadowed()) {
            publisher.publish(said, Audience.of(room));
        }
        return new ChatQuery.PostResult.Posted(said, false, true);
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

    /** Returns whether the room's rules allow the event. */
    private boolean speak(Member member, Room room, MuteFilter.Verdict verdict, Function<Stamp, ChatEvent> event) {
        long arrivedNanos = publisher.eventClock().arrivedNanos();
        Optional<Reply.Rejected> refused = room.refusalToSpeak(member, arrivedNanos);
        if (refused.isPresent()) {
            publisher.answer(member, refused.get());
            return false;
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
        return true;
    }
}
