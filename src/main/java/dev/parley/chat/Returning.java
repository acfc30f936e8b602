package dev.parley.chat;

import java.util.List;
import java.util.Optional;

/** Who was here before: by their account, or by the token of a connection that was lost. */
final class Returning {
    private static final Answer.Refused UNKNOWN_TOKEN = new Answer.Refused(
            Code.AUTH_FAILED,
            "that token is unknown, was used, or is older than " + Resumptions.PATIENCE.toMinutes() + " minutes");

    private final Resumptions resumptions;
    private final Naming naming;
    private final Mail mail;
    private final Joining joining;
    private final Rooms rooms;
    private final Attendance attendance;
    private final Delivery delivery;
    private final Stamps stamps;

    Returning(
            Resumptions resumptions,
            Naming naming,
            Mail mail,
            Joining joining,
            Rooms rooms,
            Attendance attendance,
            Delivery delivery,
            Stamps stamps) {
        this.resumptions = resumptions;
        this.naming = naming;
        this.mail = mail;
        this.joining = joining;
        this.rooms = rooms;
        this.attendance = attendance;
        this.delivery = delivery;
        this.stamps = stamps;
    }

    void logIn(Member member, Command.LoggedIn loggedIn) {
        if (naming.logIn(member, loggedIn.account())) {
            delivery.answer(member, new Answer.Resumable(resumptions.token(member)));
            mail.show(member, loggedIn.account(), loggedIn.mail());
        }
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
        if (account == null && member.isStranger()) {
            return Resumption.refused(Command.LOG_IN_FIRST);
        }
        resumptions.resumed(found.get());
        restore(member, found.get().state());
        return new Resumption(null, found.get().heard(), stamps.last());
    }

    private void restore(Member member, MemberState was) {
        member.choose(was.format());
        if (was.account() != null) {
            logIn(member, new Command.LoggedIn(was.account(), List.of()));
        }
        if (was.announced()) {
            naming.takeBack(member, was.nick());
            attendance.announce(member);
        }
        for (RoomName room : was.rooms()) {
            if (!room.equals(RoomName.LOBBY)) {
                joining.join(member, new Command.Join(room.value(), key(room)));
            }
        }
        rooms.find(was.active().value()).filter(room -> room.has(member)).ifPresent(member::speakIn);
    }

    /** It had it when it joined before. */
    private Optional<String> key(RoomName name) {
        return rooms.find(name.value()).map(Room::settings).map(RoomSettings::key);
    }

    /** It is about to be shown what it missed. */
    void missed(Member member, Answer.Recalled missed) {
        Nick account = member.account();
        List<Event.Told> mail = missed.events().stream()
                .filter(Event.Told.class::isInstance)
                .map(Event.Told.class::cast)
                .toList();
        if (account != null && !mail.isEmpty()) {
            this.mail.seen(account, mail);
        }
    }
}
