package dev.parley.chat;

import dev.parley.protocol.Answer;
import dev.parley.protocol.Code;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberState;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Parting;
import dev.parley.protocol.Resumption;
import dev.parley.protocol.Secret;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who was here before, known by their account, or by the token of a connection that was lost. */
final class Returning implements CommandHandler {
    private static final Answer.Refused UNKNOWN_TOKEN = new Answer.Refused(
            Code.AUTH_FAILED,
            "that token is unknown, was used, or is older than " + Resumptions.PATIENCE.toMinutes() + " minutes");

    private final Resumptions resumptions;
    private final Naming naming;
    private final Mail mail;
    private final Joining joining;
    private final Attendance attendance;
    private final EventPublisher publisher;

    Returning(
            Resumptions resumptions,
            Naming naming,
            Mail mail,
            Joining joining,
            Attendance attendance,
            EventPublisher publisher) {
        this.resumptions = resumptions;
        this.naming = naming;
        this.mail = mail;
        this.joining = joining;
        this.attendance = attendance;
        this.publisher = publisher;
    }

    @Override
    public void register(Commands commands) {
        commands.on(Command.LoggedIn.class, this::logIn);
        commands.on(Command.Missed.class, (member, missed) -> missed(member, missed.missed()));
        commands.on(Command.PasswordChanged.class, (member, changed) -> passwordChanged(member, changed.account()));
    }

    private void logIn(Member member, Command.LoggedIn loggedIn) {
        if (logIn(member, loggedIn.account())) {
            mail.show(member, loggedIn.account(), loggedIn.mail());
        }
    }

    private boolean logIn(Member member, Nick account) {
        boolean isIn = naming.logIn(member, account);
        if (isIn) {
            publisher.answer(member, new Answer.Resumable(resumptions.token(member)));
        }
        return isIn;
    }

    /** See {@link Query.Resume}. */
    Resumption resume(Member member, Secret token, Optional<Answer.Refused> noAccounts) {
        Optional<Member> lost = resumptions.here(token).filter(other -> other != member);
        Optional<Parting> left = resumptions.find(token);
        if (!member.present() || member.draining() || lost.isEmpty() && left.isEmpty()) {
            return Resumption.refused(UNKNOWN_TOKEN);
        }
        MemberState was =
                lost.map(Member::state).orElseGet(() -> left.orElseThrow().state());
        Optional<Answer.Refused> refused = refusal(member, was.account(), noAccounts);
        if (refused.isPresent()) {
            return Resumption.refused(refused.get());
        }
        long heard = lost.map(other -> other.heard(publisher.lastWritten(other)))
                .orElseGet(() -> left.orElseThrow().heard());
        lost.ifPresent(this::end);
        left.ifPresent(resumptions::resumed);
        member.resumed(heard);
        restore(member, was);
        return new Resumption(null, member.state(), heard, publisher.lastId());
    }

    private Optional<Answer.Refused> refusal(
            Member member, @Nullable Nick account, Optional<Answer.Refused> noAccounts) {
        if (account == null) {
            return member.isStranger() ? Optional.of(Command.LOG_IN_FIRST) : Optional.empty();
        }
        return naming.isRegistered(account)
                ? noAccounts.or(() -> naming.refusalToLogIn(account))
                : Optional.of(UNKNOWN_TOKEN);
    }

    /** Nobody knew yet that its connection is lost. */
    private void end(Member lost) {
        resumptions.forget(lost);
        attendance.depart(lost);
        publisher.end(lost, new Answer.Bye(Code.QUIT, "you went on by another connection"));
    }

    private void restore(Member member, MemberState was) {
        member.choose(was.format());
        if (was.account() != null) {
            logIn(member, was.account());
        }
        if (was.announced()) {
            naming.takeBack(member, was.nick());
            attendance.announce(member);
        }
        if (was.keyScope() != 0) {
            member.keyScope(was.keyScope());
        }
        joining.rejoin(member, was);
    }

    /** It is told what it missed. */
    private void missed(Member member, Answer.Recalled missed) {
        long id = publisher.nextStamp().id();
        member.caughtUp(id);
        publisher.answer(member, new Answer.Resumed(missed, id));
        if (member.account() != null) {
            mail.seen(member.account(), missed.events());
        }
    }

    private void passwordChanged(Member member, Nick account) {
        publisher.answer(member, new Answer.Notice("your password is changed"));
        resumptions.revoke(account);
    }
}
