package dev.parley.chat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does what clients ask for. What may not be is answered with a refusal and changes nothing. */
final class Commands {
    private final Naming naming;
    private final Mail mail;
    private final Speaking speaking;
    private final Showing showing;
    private final Returning returning;
    private final AccountRemoval removal;
    private final Joining joining;
    private final Ruling ruling;
    private final Rooms rooms;
    private final Attendance attendance;
    private final Ignoring ignoring;
    private final Absence absence;
    private final Muting muting;
    private final EventPublisher publisher;

    Commands(
            Naming naming,
            Mail mail,
            Speaking speaking,
            Showing showing,
            Returning returning,
            AccountRemoval removal,
            Joining joining,
            Ruling ruling,
            Rooms rooms,
            Attendance attendance,
            Ignoring ignoring,
            Absence absence,
            Muting muting,
            EventPublisher publisher) {
        this.naming = naming;
        this.mail = mail;
        this.speaking = speaking;
        this.showing = showing;
        this.returning = returning;
        this.removal = removal;
        this.joining = joining;
        this.ruling = ruling;
        this.rooms = rooms;
        this.attendance = attendance;
        this.ignoring = ignoring;
        this.absence = absence;
        this.muting = muting;
        this.publisher = publisher;
    }

    void carryOut(Member member, Command command) {
        MuteVerdict verdict = muting.verdict(member, command);
        if (verdict.refusal() == null) {
            carryOutAllowed(member, command, verdict);
        } else {
            publisher.answer(member, verdict.refusal());
        }
    }

    /** As who an operator's command is to be carried out for the whole service; empty where it is the chat's to answer. */
    Optional<Nick> operating(Member member, Command.OfOperator command) {
        boolean isOfServer = member.present()
                && !member.draining()
                && member.account() != null
                && !(command instanceof Command.OfRoom && ruling.isRuledBy(member))
                && muting.verdict(member, command).refusal() == null;
        return isOfServer ? Optional.ofNullable(member.account()) : Optional.empty();
    }

    private void carryOutAllowed(Member member, Command command, MuteVerdict verdict) {
        switch (command) {
            case Command.Say say -> speaking.say(member, member.active(), say.text(), verdict);
            case Command.SayOnce once -> speaking.sayOnce(member, once, verdict);
            case Command.Act act -> speaking.act(member, act.text(), verdict);
            case Command.Tell tell -> tell(member, tell.to(), tell.text(), verdict);
            case Command.Rename rename -> naming.rename(member, rename.nick());
            case Command.OfRoom ofRoom -> ruling.carryOut(member, ofRoom, verdict);
            case Command.OfOperator refused ->
                publisher.refuse(member, Code.NOT_ALLOWED, "only operators of the server do that");
            case Command.LoggedIn loggedIn -> returning.logIn(member, loggedIn);
            case Command.LogOut logOut -> naming.logOut(member);
            case Command.Dropped dropped -> removal.remove(dropped.account());
            case Command.Join join -> joining.join(member, join);
            case Command.Leave leave -> leave(member, leave.room());
            case Command.Rooms list -> showing.rooms(member);
            case Command.Who who -> showing.who(member, who.room());
            case Command.Topic topic -> topic(member, topic.text(), verdict);
            case Command.ChooseFormat choose -> choose(member, choose.format());
            case Command.Echo echo -> echo(member, echo.on());
            case Command.Ignore ignore -> ignore(member, ignore.nick());
            case Command.Away away -> absence.turn(member, away.text());
            case Command.Ping ping -> publisher.answer(member, new Answer.Pong(ping.token()));
            case Command.Help help -> showing.help(member, help.command());
            case Command.Quit quit -> end(member, new Answer.Bye(Code.QUIT, quit.text()));
            case Command.LookUp unanswered -> publisher.refuse(member, Code.UNAVAILABLE, "that cannot be had here");
            case Command.Missed missed -> returning.missed(member, missed.missed());
            case Command.PasswordChanged changed -> returning.passwordChanged(member, changed.account());
            case Command.LookedUp found -> publisher.answer(member, found.answer());
            case Command.Operated done -> publisher.answer(member, done.answer());
            case Command.Invalid invalid -> publisher.refuse(member, invalid.code(), invalid.text());
            case Command.EndOfInput end -> endOfInput(member);
        }
    }

    private void tell(Member member, String to, String text, MuteVerdict verdict) {
        if (to.startsWith("#")) {
            joined(member, to).ifPresent(room -> speaking.say(member, room, text, verdict));
        } else {
            mail.tell(member, to, text, verdict);
        }
    }

    private void endOfInput(Member member) {
        member.part();
        end(member, null);
    }

    private void leave(Member member, Optional<String> wanted) {
        joined(member, wanted.orElse(member.active().name().value())).ifPresent(room -> {
            if (room == rooms.lobby()) {
                publisher.refuse(member, Code.BAD_ARGUMENT, "the lobby cannot be left; /quit ends the chat");
            } else {
                attendance.leave(member, room);
            }
        });
    }

    private void topic(Member member, Optional<String> text, MuteVerdict verdict) {
        text.ifPresentOrElse(topic -> ruling.topic(member, topic, verdict), () -> showing.topic(member));
    }

    private void choose(Member member, Format format) {
        member.choose(format);
        publisher.answer(member, new Answer.Notice("format " + format.label()));
    }

    private void echo(Member member, boolean on) {
        member.echo(on);
        publisher.answer(member, new Answer.Notice("echo " + (on ? "on" : "off")));
    }

    private void ignore(Member member, Optional<String> nick) {
        nick.ifPresentOrElse(name -> ignoring.turn(member, name), () -> ignoring.list(member));
    }

    private void end(Member member, Answer.@Nullable Bye bye) {
        attendance.depart(member);
        publisher.end(member, bye);
    }

    private Optional<Room> joined(Member member, String name) {
        Optional<Room> room = rooms.find(name);
        if (room.isEmpty()) {
            refuseNoSuchRoom(member, name);
        } else if (!room.get().has(member)) {
            publisher.refuse(
                    member, Code.NOT_IN_ROOM, "you are not in " + room.get().name());
            return Optional.empty();
        }
        return room;
    }

    private void refuseNoSuchRoom(Member member, String name) {
        publisher.refuse(member, Code.NO_SUCH_ROOM, "there is no room " + name);
    }
}
