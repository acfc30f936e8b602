package dev.parley.chat;

import dev.parley.chat.port.ResumeResult;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.ResumableSession;
import dev.parley.protocol.Secret;
import dev.parley.protocol.StatusCode;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Handles returning users: logins to an account, and resumes of lost connections by token. */
final class ResumeHandler implements CommandDispatcher.CommandHandler {
    private static final Reply.Rejected UNKNOWN_TOKEN = new Reply.Rejected(
            StatusCode.AUTH_FAILED,
            "this token is unknown, already used, or expired after " + ResumableSession.TIMEOUT.toMinutes()
                    + " minutes");

    private final ResumeTokens resumeTokens;
    private final NickHandler nickHandler;
    private final DirectMessages directMessages;
    private final JoinHandler joinHandler;
    private final Presence presence;
    private final EventPublisher publisher;

    ResumeHandler(
            ResumeTokens resumeTokens,
            NickHandler nickHandler,
            DirectMessages directMessages,
            JoinHandler joinHandler,
            Presence presence,
            EventPublisher publisher) {
        this.resumeTokens = resumeTokens;
        this.nickHandler = nickHandler;
        this.directMessages = directMessages;
        this.joinHandler = joinHandler;
        this.presence = presence;
        this.publisher = publisher;
    }

    @Override
    public void register(CommandDispatcher dispatcher) {
        dispatcher.on(Command.LoggedIn.class, this::logIn);
        dispatcher.on(Command.MissedEvents.class, (member, missed) -> missed(member, missed.missed()));
        dispatcher.on(Command.PasswordChanged.class, (member, changed) -> passwordChanged(member, changed.account()));
    }

    private void logIn(Member member, Command.LoggedIn loggedIn) {
        if (logInTo(member, loggedIn.account(), loggedIn.isNew())) {
            directMessages.show(member, loggedIn.account(), loggedIn.unread());
        }
    }

    private boolean logInTo(Member member, Nick account, boolean isNew) {
        boolean isIn = nickHandler.logIn(member, account);
        if (isIn && isNew) {
            publisher.answer(
                    member, new Reply.Hint("the name " + account + " is yours now; to return, type /login " + account));
        }
        if (isIn) {
            publisher.answer(member, new Reply.Resumable(resumeTokens.token(member)));
        }
        return isIn;
    }

    /** See {@link ChatQuery.Resume}. */
    ResumeResult resume(Member member, Secret token, Optional<Reply.Rejected> noAccounts) {
        Optional<Member> lost = resumeTokens.here(token).filter(other -> other != member);
        Optional<ResumableSession> left = resumeTokens.find(token);
        if (!member.present() || member.draining() || lost.isEmpty() && left.isEmpty()) {
            return ResumeResult.refused(UNKNOWN_TOKEN);
        }
        MemberSnapshot was = lost.map(ResumeHandler::lastState)
                .orElseGet(() -> left.orElseThrow().state());
        Optional<Reply.Rejected> refused = refusal(member, was.account(), noAccounts);
        if (refused.isPresent()) {
            return ResumeResult.refused(refused.get());
        }
        long lastSeen = lost.map(other -> other.lastWritten(publisher.lastWritten(other)))
                .orElseGet(() -> left.orElseThrow().lastWritten());
        lost.ifPresent(this::end);
        resumeTokens.confirm(member);
        resumeTokens.resumed(member, token, was, lastSeen, left);
        member.resumed(lastSeen);
        restore(member, was);
        return new ResumeResult(null, member.state(), lastSeen, publisher.lastId());
    }

    private Optional<Reply.Rejected> refusal(
            Member member, @Nullable Nick account, Optional<Reply.Rejected> noAccounts) {
        if (account == null) {
            return member.isUnauthenticated()
                    ? Optional.of(nickHandler.registration().logInFirst())
                    : Optional.empty();
        }
        return nickHandler.isRegistered(account)
                ? noAccounts.or(() -> nickHandler.refusalToLogIn(account))
                : Optional.of(UNKNOWN_TOKEN);
    }

    /** Records that a resumed member has sent something, so that its token is used up. */
    void confirm(Member member) {
        member.confirmResume();
        resumeTokens.confirm(member);
    }

    private static MemberSnapshot lastState(Member lost) {
        return lost.present() ? lost.state() : Objects.requireNonNull(lost.resumableState());
    }

    /** Closes the old connection of a client that resumed on a new connection before the server noticed the loss. */
    private void end(Member lost) {
        resumeTokens.forget(lost);
        if (lost.present()) {
            presence.depart(lost);
            publisher.end(lost, new Reply.Bye(StatusCode.QUIT, "you resumed on another connection"));
        }
    }

    private void restore(Member member, MemberSnapshot was) {
        member.resumeFormat(was.format());
        member.echo(was.echo());
        if (was.account() != null) {
            logInTo(member, was.account(), false);
        }
        if (was.announced()) {
            nickHandler.takeBack(member, was.nick());
            presence.announce(member);
        }
        if (was.keyScope() != 0) {
            member.keyScope(was.keyScope());
        }
        joinHandler.rejoin(member, was);
    }

    /** Sends the member the events it missed. */
    private void missed(Member member, Reply.HistoryPage missed) {
        long id = publisher.nextStamp().id();
        member.caughtUp(id);
        publisher.answer(member, new Reply.Resumed(missed, id));
        if (member.account() != null) {
            directMessages.seen(member.account(), missed.events());
        }
    }

    private void passwordChanged(Member member, Nick account) {
        publisher.answer(member, new Reply.Notice("your password was changed"));
        resumeTokens.revoke(account);
    }
}
