package dev.parley.chat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does what clients ask for. What may not be is answered with a refusal and changes nothing. */
final class Commands {
    private final ChatLimits limits;
    private final Naming naming;
    private final Mail mail;
    private final Resumptions resumptions;
    private final SaidOnce saidOnce;
    private final Returning returning;
    private final Joining joining;
    private final Ruling ruling;
    private final Rooms rooms;
    private final Attendance attendance;
    private final Ignoring ignoring;
    private final Absence absence;
    private final Delivery delivery;
    private final ChatMetrics metrics;
    private final Stamps stamps;

    Commands(
            ChatLimits limits,
            Naming naming,
            Mail mail,
            Resumptions resumptions,
            SaidOnce saidOnce,
            Returning returning,
            Joining joining,
            Ruling ruling,
            Rooms rooms,
            Attendance attendance,
            Ignoring ignoring,
            Absence absence,
            Delivery delivery,
            ChatMetrics metrics,
            Stamps stamps) {
        this.limits = limits;
        this.naming = naming;
        this.mail = mail;
        this.resumptions = resumptions;
        this.saidOnce = saidOnce;
        this.returning = returning;
        this.joining = joining;
        this.ruling = ruling;
        this.rooms = rooms;
        this.attendance = attendance;
        this.ignoring = ignoring;
        this.absence = absence;
        this.delivery = delivery;
        this.metrics = metrics;
        this.stamps = stamps;
    }

    void carryOut(Member member, Command command) {
        switch (command) {
            case Command.Say say -> say(member, member.active(), say.text());
            case Command.SayOnce once -> sayOnce(member, once);
            case Command.Act act -> act(member, act.text());
            case Command.Tell tell -> tell(member, tell.to(), tell.text());
            case Command.Rename rename -> naming.rename(member, rename.nick());
            case Command.OfRoom ofRoom -> ruling.carryOut(member, ofRoom);
            case Command.LoggedIn loggedIn -> returning.logIn(member, loggedIn);
            case Command.LogOut logOut -> naming.logOut(member);
            case Command.Dropped dropped -> drop(dropped.account());
            case Command.Join join -> joining.join(member, join);
            case Command.Leave leave -> leave(member, leave.room());
            case Command.Rooms list -> listRooms(member);
            case Command.Who who -> who(member, who.room());
            case Command.Topic topic -> topic(member, topic.text());
            case Command.ChooseFormat choose -> choose(member, choose.format());
            case Command.Echo echo -> echo(member, echo.on());
            case Command.Ignore ignore -> ignore(member, ignore.nick());
            case Command.Away away -> absence.turn(member, away.text());
            case Command.Ping ping -> delivery.answer(member, new Answer.Pong(ping.token()));
            case Command.Help help -> help(member, help.command());
            case Command.Quit quit -> end(member, new Answer.Bye(Code.QUIT, quit.text()));
            case Command.LookUp unanswered -> refuse(member, Code.UNAVAILABLE, "that cannot be had here");
            case Command.Missed missed -> returning.missed(member, missed.missed());
            case Command.PasswordChanged changed -> passwordChanged(member, changed.account());
            case Command.LookedUp found -> delivery.answer(member, found.answer());
            case Command.Invalid invalid -> refuse(member, invalid.code(), invalid.text());
            case Command.EndOfInput end -> endOfInput(member);
        }
    }

    private void say(Member member, Room room, String text) {
        speak(member, room, stamp -> new Event.Said(stamp, room.name(), member.nick(), text));
    }

    private void sayOnce(Member member, Command.SayOnce once) {
        String key = SaidOnce.key(member, once.key());
        RoomName room = member.active().name();
        saidOnce.repeated(key, room, once.text()).ifPresentOrElse(answer -> delivery.answer(member, answer), () -> {
            if (saidOnce.isFull()) {
                refuse(member, Code.BUSY, "too many keys are in use; please try again in a few minutes");
            } else {
                speak(member, member.active(), stamp -> {
                    var said = new Event.Said(stamp, room, member.nick(), once.text(), key);
                    saidOnce.remember(said);
                    return said;
                });
            }
        });
    }

    private void act(Member member, String text) {
        Room room = member.active();
        speak(member, room, stamp -> new Event.Acted(stamp, room.name(), member.nick(), text));
    }

    private void speak(Member member, Room room, Function<Stamp, Event> event) {
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
        delivery.deliver(event.apply(stamps.next()), hearers, member.echo() ? null : member);
    }

    private void tell(Member member, String to, String text) {
        if (to.startsWith("#")) {
            joined(member, to).ifPresent(room -> say(member, room, text));
        } else {
            mail.tell(member, to, text);
        }
    }

    private void endOfInput(Member member) {
        member.part();
        end(member, null);
    }

    private void passwordChanged(Member member, Nick account) {
        delivery.answer(member, new Answer.Notice("your password is changed"));
        resumptions.revoke(account);
    }

    private void drop(Nick account) {
        ruling.forget(account);
        naming.dropped(account);
        mail.forget(account);
        resumptions.revoke(account);
        delivery.deliver(new Event.AccountDropped(stamps.next(), account), List.of(), null);
    }

    private void leave(Member member, Optional<String> wanted) {
        joined(member, wanted.orElse(member.active().name().value())).ifPresent(room -> {
            if (room == rooms.lobby()) {
                refuse(member, Code.BAD_ARGUMENT, "the lobby cannot be left; /quit ends the chat");
            } else {
                attendance.leave(member, room);
            }
        });
    }

    private void listRooms(Member member) {
        List<RoomState> all = rooms.states();
        List<RoomState> listed =
                all.stream().limit(ChatLimits.LISTED).map(RoomState::brief).toList();
        delivery.answer(member, new Answer.RoomList(listed, all.size() - listed.size()));
    }

    private void who(Member member, Optional<String> wanted) {
        String name = wanted.orElse(member.active().name().value());
        rooms.find(name).ifPresentOrElse(room -> who(member, room), () -> refuseNoSuchRoom(member, name));
    }

    private void who(Member member, Room room) {
        List<Nick> names = room.names().stream().limit(ChatLimits.LISTED).toList();
        int unlisted = room.members() - names.size();
        delivery.answer(
                member,
                new Answer.Names(room.name(), names, unlisted, room.listeners().size()));
    }

    private void topic(Member member, Optional<String> text) {
        text.ifPresentOrElse(topic -> setTopic(member, topic), () -> showTopic(member));
    }

    private void showTopic(Member member) {
        Room room = member.active();
        delivery.answer(member, new Answer.Topic(room.name(), room.topic()));
    }

    private void setTopic(Member member, String text) {
        if (text.codePointCount(0, text.length()) > limits.topicLength()) {
            refuse(member, Code.BAD_ARGUMENT, "a topic has at most " + limits.topicLength() + " characters");
            return;
        }
        Room room = member.active();
        RoomSettings settings = room.settings();
        if (settings != null && !settings.isRuledBy(member.account())) {
            refuse(member, Code.NOT_ALLOWED, "only its owner and operators set the topic of " + room.name());
            return;
        }
        attendance.announce(member);
        if (settings == null) {
            room.topic(text);
        } else {
            ruling.topic(member, room, settings, text);
        }
        var set = new Event.TopicSet(stamps.next(), room.name(), member.nick(), text);
        delivery.deliver(set, room.listeners(), member);
        delivery.answer(member, new Answer.YouSetTopic(set));
    }

    private void choose(Member member, Format format) {
        member.choose(format);
        delivery.answer(member, new Answer.Notice("format " + format.label()));
    }

    private void echo(Member member, boolean on) {
        member.echo(on);
        delivery.answer(member, new Answer.Notice("echo " + (on ? "on" : "off")));
    }

    private void ignore(Member member, Optional<String> nick) {
        nick.ifPresentOrElse(name -> ignoring.turn(member, name), () -> ignoring.list(member));
    }

    private void help(Member member, Optional<String> word) {
        List<Command.Usage> usages =
                word.map(Command::usage).map(usage -> usage.stream().toList()).orElse(Command.USAGES);
        if (usages.isEmpty()) {
            refuse(member, Code.UNKNOWN_COMMAND, "there is no /" + word.orElse("") + "; try /help");
        } else {
            delivery.answer(member, new Answer.Help(usages));
        }
    }

    private void end(Member member, Answer.@Nullable Bye bye) {
        attendance.depart(member);
        delivery.end(member, bye);
    }

    private Optional<Room> joined(Member member, String name) {
        Optional<Room> room = rooms.find(name);
        if (room.isEmpty()) {
            refuseNoSuchRoom(member, name);
        } else if (!room.get().has(member)) {
            refuse(member, Code.NOT_IN_ROOM, "you are not in " + room.get().name());
            return Optional.empty();
        }
        return room;
    }

    private void refuseNoSuchRoom(Member member, String name) {
        refuse(member, Code.NO_SUCH_ROOM, "there is no room " + name);
    }

    private void refuse(Member member, Code code, String text) {
        delivery.answer(member, new Answer.Refused(code, text));
    }
}
