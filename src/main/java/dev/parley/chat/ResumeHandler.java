package dev.parley.chat;

import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.ResumeResult;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who was here before, known by their account, or by the token of a connection that was lost. */
final class ResumeHandler implements CommandHandler {
    private static final Reply.Rejected UNKNOWN_TOKEN = new Reply.Rejected(
            StatusCode.AUTH_FAILED,
            "that token is unknown, was used, or is older than " + ResumeTokens.PATIENCE.toMinutes() + " minutes");

    private final ResumeTokens resumptions;
    private final NickHandler naming;
    private final DirectMessages mail;
    private final JoinHandler joining;
    private final Presence attendance;
    private final EventPublisher publisher;

    ResumeHandler(
            ResumeTokens resumptions,
            NickHandler naming,
            DirectMessages mail,
            JoinHandler joining,
            Presence attendance,
            EventPublisher publisher) {
        this.resumptions = resumptions;
        this.naming = naming;
        this.mail = mail;
        this.joining = joining;
        this.attendance = attendance;
        this.publisher = publisher;
    }

    @Override
    public void register(CommandDispatcher commands) {
        commands.on(Command.LoggedIn.class, this::logIn);
        commands.on(Command.MissedEvents.class, (member, missed) -> missed(member, missed.missed()));
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
            publisher.answer(member, new Reply.Resumable(resumptions.token(member)));
        }
        return isIn;
    }

    /** See {@link ChatQuery.Resume}. */
    ResumeResult resume(Member member, Secret token, Optional<Reply.Rejected> noAccounts) {
        Optional<Member> lost = resumptions.here(token).filter(other -> other != member);
        Optional<ResumableSession> left = resumptions.find(token);
        if (!member.present() || member.draining() || lost.isEmpty() && left.isEmpty()) {
            return ResumeResult.refused(UNKNOWN_TOKEN);
        }
        MemberSnapshot was =
                lost.map(Member::state).orElseGet(() -> left.orElseThrow().state());
        Optional<Reply.Rejected> refused = refusal(member, was.account(), noAccounts);
        if (refused.isPresent()) {
            return ResumeResult.refused(refused.get());
        }
        long heard = lost.map(other -> other.heard(publisher.lastWritten(other)))
                .orElseGet(() -> left.orElseThrow().heard());
        lost.ifPresent(this::end);
        left.ifPresent(resumptions::resumed);
        member.resumed(heard);
        restore(member, was);
        return new ResumeResult(null, member.state(), heard, publisher.lastId());
    }

    private Optional<Reply.Rejected> refusal(
            Member member, @Nullable Nick account, Optional<Reply.Rejected> noAccounts) {
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
        publisher.end(lost, new Reply.Bye(StatusCode.QUIT, "you went on by another connection"));
    }

    private void restore(Member member, MemberSnapshot was) {
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
    private void missed(Member member, Reply.HistoryPage missed) {
        long id = publisher.nextStamp().id();
        member.caughtUp(id);
        publisher.answer(member, new Reply.Resumed(missed, id));
        if (member.account() != null) {
            mail.seen(member.account(), missed.events());
        }
    }

    private void passwordChanged(Member member, Nick account) {
        publisher.answer(member, new Reply.Notice("your password is changed"));
        resumptions.revoke(account);
    }
}
