package dev.parley.chat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does what clients ask for. What may not be is answered with a refusal and changes nothing. */
final class Commands {
    private static final Answer.Refused UNKNOWN_TOKEN = new Answer.Refused(
            Code.AUTH_FAILED,
            "that token is unknown, was used, or is older than " + Resumptions.PATIENCE.toMinutes() + " minutes");

    private final ChatLimits limits;
    private final Naming naming;
    private final Mail mail;
    private final Resumptions resumptions;
    private final Ruling ruling;
    private final Rooms rooms;
    private final Attendance attendance;
    private final Delivery delivery;
    private final ChatMetrics metrics;
    private final Stamps stamps;

    Commands(
            ChatLimits limits,
            Naming naming,
            Mail mail,
            Resumptions resumptions,
            Ruling ruling,
            Rooms rooms,
            Attendance attendance,
            Delivery delivery,
            ChatMetrics metrics,
            Stamps stamps) {
        this.limits = limits;
        this.naming = naming;
        this.mail = mail;
        this.resumptions = resumptions;
        this.ruling = ruling;
        this.rooms = rooms;
        this.attendance = attendance;
        this.delivery = delivery;
        this.metrics = metrics;
        this.stamps = stamps;
    }

    void carryOut(Member member, Command command) {
        switch (command) {
            case Command.Say say -> say(member, member.active(), say.text());
            case Command.Act act -> act(member, act.text());
            case Command.Tell tell -> tell(member, tell.to(), tell.text());
            case Command.Rename rename -> naming.rename(member, rename.nick());
            case Command.OfRoom ofRoom -> ruling.carryOut(member, ofRoom);
            case Command.LoggedIn loggedIn -> logIn(member, loggedIn);
            case Command.LogOut logOut -> naming.logOut(member);
            case Command.Dropped dropped -> drop(dropped.account());
            case Command.Join join -> join(member, join);
            case Command.Leave leave -> leave(member, leave.room());
            case Command.Rooms list -> listRooms(member);
            case Command.Who who -> who(member, who.room());
            case Command.Topic topic -> topic(member, topic.text());
            case Command.ChooseFormat choose -> choose(member, choose.format());
            case Command.Echo echo -> echo(member, echo.on());
            case Command.Ping ping -> delivery.answer(member, new Answer.Pong(ping.token()));
            case Command.Help help -> help(member, help.command());
            case Command.Quit quit -> end(member, new Answer.Bye(Code.QUIT, quit.text()));
            case Command.LookUp unanswered -> refuse(member, Code.UNAVAILABLE, "that cannot be had here");
            case Command.LookedUp found -> lookedUp(member, found.answer());
            case Command.Invalid invalid -> refuse(member, invalid.code(), invalid.text());
            case Command.EndOfInput end -> endOfInput(member);
        }
    }

    private void say(Member member, Room room, String text) {
        speak(member, room, stamp -> new Event.Said(stamp, room.name(), member.nick(), text));
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
        if (!member.isHidden()) {
            metrics.messageSaid();
        }
        delivery.deliver(event.apply(stamps.next()), room.listeners(), member.echo() ? null : member);
    }

    private void tell(Member member, String to, String text) {
        if (to.startsWith("#")) {
            joined(member, to).ifPresent(room -> say(member, room, text));
        } else {
            mail.tell(member, to, text);
        }
    }

    private void join(Member member, Command.Join join) {
        String wanted = join.room();
        Optional<RoomName> name = RoomName.of(wanted);
        Optional<Room> room = rooms.find(wanted);
        if (name.isEmpty()) {
            refuse(member, Code.BAD_ARGUMENT, "a room is # and up to 32 letters, digits, _ or -");
        } else if (room.isPresent() && room.get().has(member)) {
            attendance.announce(member);
            attendance.enter(member, room.get());
        } else if (room.isEmpty() && rooms.count() >= limits.rooms()) {
            refuse(member, Code.TOO_MANY_ROOMS, "there are " + limits.rooms() + " rooms already");
        } else if (member.rooms().size() > limits.roomsPerClient()) {
            refuse(member, Code.TOO_MANY_ROOMS, "you are in " + limits.roomsPerClient() + " rooms already");
        } else if (room.isPresent() && room.get().members() >= limits.roomMembers()) {
            refuse(member, Code.ROOM_FULL, name.get() + " has " + limits.roomMembers() + " members already");
        } else {
            enter(member, name.get(), room, join.key());
        }
    }

    private void enter(Member member, RoomName name, Optional<Room> there, Optional<String> key) {
        Optional<Answer.Refused> refused = there.flatMap(room -> room.refusalToEnter(member, key));
        if (refused.isPresent()) {
            delivery.answer(member, refused.get());
            return;
        }
        attendance.announce(member);
        Room room = rooms.open(name);
        attendance.enter(member, room);
        if (there.isEmpty()) {
            ruling.claim(member, room);
        }
    }

    private void logIn(Member member, Command.LoggedIn loggedIn) {
        if (naming.logIn(member, loggedIn.account())) {
            delivery.answer(member, new Answer.Resumable(resumptions.token(member)));
            mail.show(member, loggedIn.account(), loggedIn.mail());
        }
    }

    private void lookedUp(Member member, Answer answer) {
        Nick account = member.account();
        if (answer instanceof Answer.Resumed resumed && account != null) {
            List<Event.Told> mine = resumed.missed().events().stream()
                    .filter(Event.Told.class::isInstance)
                    .map(Event.Told.class::cast)
                    .toList();
            if (!mine.isEmpty()) {
                mail.seen(account, mine);
            }
        }
        delivery.answer(member, answer);
    }

    /** @param noAccounts why it cannot be a registered name; empty when it can */
    Resumption resume(Member member, Secret token, Optional<Answer.Refused> noAccounts) {
        Optional<Parting> found = member.present() && !member.draining() ? resumptions.find(token) : Optional.empty();
        if (found.isEmpty()) {
            return Resumption.refused(UNKNOWN_TOKEN);
        }
        Nick account = found.get().state().account();
        if (account != null) {
            Optional<Answer.Refused> refused = naming.isRegistered(account)
                    ? noAccounts.or(() -> naming.refusalToLogIn(account))
                    : Optional.of(UNKNOWN_TOKEN);
            if (refused.isPresent()) {
                return Resumption.refused(refused.get());
            }
        }
        resumptions.resumed(found.get());
        restore(member, found.get().state());
        return new Resumption(null, found.get().heard(), stamps.last());
    }

    private void restore(Member member, MemberState was) {
        choose(member, was.format());
        if (was.account() != null) {
            logIn(member, new Command.LoggedIn(was.account(), List.of()));
        }
        if (was.announced()) {
            naming.takeBack(member, was.nick());
            attendance.announce(member);
        }
        for (RoomName room : was.rooms()) {
            if (!room.equals(RoomName.LOBBY)) {
                join(member, new Command.Join(room.value(), key(room)));
            }
        }
        rooms.find(was.active().value()).filter(room -> room.has(member)).ifPresent(member::speakIn);
    }

    /** It had it when it joined before. */
    private Optional<String> key(RoomName name) {
        return rooms.find(name.value()).map(Room::settings).map(RoomSettings::key);
    }

    private void endOfInput(Member member) {
        member.part();
        end(member, null);
    }

    private void drop(Nick account) {
        mail.forget(account);
        ruling.forget(account);
        naming.dropped(account);
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
