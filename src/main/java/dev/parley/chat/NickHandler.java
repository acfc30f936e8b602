package dev.parley.chat;

import dev.parley.chat.port.NickPolicy;
import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Registration;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import java.util.List;
import java.util.Optional;

/** Handles nicks: changes, logins and logouts. */
final class NickHandler implements CommandDispatcher.CommandHandler {
    /** Most connections of one account, whatever their nicks; one more disconnects the oldest. */
    private static final int MAX_CONNECTIONS_PER_ACCOUNT = 5;

    private final Nicks nicks;
    private final NickPolicy policy;
    private final Presence presence;
    private final IgnoreLists ignoreLists;
    private final ResumeTokens resumeTokens;
    private final EventPublisher publisher;

    NickHandler(
            Nicks nicks,
            NickPolicy policy,
            Presence presence,
            IgnoreLists ignoreLists,
            ResumeTokens resumeTokens,
            EventPublisher publisher) {
        this.nicks = nicks;
        this.policy = policy;
        this.presence = presence;
        this.ignoreLists = ignoreLists;
        this.resumeTokens = resumeTokens;
        this.publisher = publisher;
    }

    @Override
    public void register(CommandDispatcher dispatcher) {
        dispatcher.on(Command.ChangeNick.class, (member, rename) -> rename(member, rename.nick()));
        dispatcher.on(Command.LogOut.class, (member, logOut) -> logOut(member));
    }

    private void rename(Member member, String wanted) {
        Nick.of(wanted)
                .ifPresentOrElse(
                        nick -> refusal(member, nick)
                                .ifPresentOrElse(
                                        refused -> publisher.answer(member, refused), () -> rename(member, nick)),
                        () -> publisher.refuse(member, StatusCode.NICK_INVALID, Nick.invalid(wanted)));
    }

    private Optional<Reply.Rejected> refusal(Member member, Nick nick) {
        if (nick.reserved() && !nick.equals(member.nick())) {
            return refused(StatusCode.NICK_RESERVED, nick + " is reserved");
        }
        return policy.refusal(nick, member.account())
                .or(() -> nicks.free(nick, member)
                        ? Optional.empty()
                        : refused(StatusCode.NICK_IN_USE, nick + " is taken"));
    }

    private static Optional<Reply.Rejected> refused(StatusCode code, String text) {
        return Optional.of(new Reply.Rejected(code, text));
    }

    private void rename(Member member, Nick to) {
        Nick from = member.nick();
        change(member, to);
        boolean isAnnounced = member.announced() && !from.value().equals(to.value());
        presence.announce(member);
        announce(member, from, isAnnounced);
        leaveWhereBanned(member);
    }

    /** Makes a member leave rooms that ban its new nick or account. */
    private void leaveWhereBanned(Member member) {
        for (Room room : member.rooms()) {
            if (room.isBanned(member)) {
                publisher.answer(member, room.banned());
                presence.leave(member, room);
            }
        }
    }

    /**
     * Returns why an account cannot be registered, by the rules for the login that follows. Called before the account
     * is created.
     */
    Optional<Reply.Rejected> refusalToRegister(Member member, Nick name) {
        if (!member.present() || member.draining()) {
            return refused(StatusCode.DRAINING, "the server is restarting; this line was ignored");
        }
        if (member.account() != null) {
            return refused(StatusCode.BAD_ARGUMENT, "you are already logged in as " + member.account());
        }
        return refusalToLogIn(name)
                .or(() -> nicks.holders(name).stream().allMatch(member::equals)
                        ? Optional.empty()
                        : refused(StatusCode.NICK_IN_USE, name + " is taken"));
    }

    /** Returns why nobody, not even its owner, may use this name now. */
    Optional<Reply.Rejected> refusalToLogIn(Nick account) {
        return policy.refusal(account, account);
    }

    Registration registration() {
        return policy.registration();
    }

    /** Whether the account still exists. */
    boolean isRegistered(Nick account) {
        return policy.registered(account).isPresent();
    }

    /** Gives a resumed member its former nick back, if the nick is free. */
    void takeBack(Member member, Nick nick) {
        if (nick.equals(member.nick())) {
            return;
        }
        if (nicks.free(nick, member) && policy.refusal(nick, member.account()).isEmpty()) {
            rename(member, nick);
        } else {
            publisher.answer(member, new Reply.Notice(nick + " is taken; you are " + member.nick()));
        }
    }

    /**
     * Logs a member in to an account that it has authenticated for, unless the name is banned. Guests with this nick
     * get another one. Returns whether the member is now logged in.
     */
    boolean logIn(Member member, Nick proved) {
        Nick account = policy.registered(proved).orElse(proved);
        Optional<Reply.Rejected> refused = policy.hasAccounts() && !isRegistered(account)
                ? refused(StatusCode.AUTH_FAILED, "wrong name or password")
                : refusalToLogIn(account);
        if (refused.isPresent()) {
            refuse(member, refused.get());
            return false;
        }
        ignoreLists.changes(member);
        if (member.isUnauthenticated()) {
            presence.admit(member);
        }
        member.away(null);
        nicks.logIn(member, account);
        ignoreLists.loggedIn(member);
        freeUp(account);
        rename(member, account);
        List<Member> sharers = nicks.connections(account);
        if (sharers.size() > MAX_CONNECTIONS_PER_ACCOUNT) {
            end(
                    sharers.getFirst(),
                    StatusCode.KICKED,
                    "your account is logged in on " + MAX_CONNECTIONS_PER_ACCOUNT + " newer connections, the maximum");
        }
        return true;
    }

    /** Renames everyone who has a registered name without being logged in to it. */
    void freeUp(Nick account) {
        for (Member member : List.copyOf(nicks.holders(account))) {
            if (!account.equals(member.account())) {
                publisher.answer(member, new Reply.Notice(account + " is registered and you are not logged in to it"));
                rename(member, nicks.freeGuest());
            }
        }
    }

    /** Refuses a login. Disconnects the client on a listener that requires a login. */
    private void refuse(Member member, Reply.Rejected refused) {
        if (member.isUnauthenticated()) {
            end(member, new Reply.Bye(refused.code(), refused.text(), null, refused.ban()));
        } else {
            publisher.answer(member, refused);
        }
    }

    private void end(Member member, StatusCode code, String why) {
        end(member, new Reply.Bye(code, why));
    }

    private void end(Member member, Reply.Bye bye) {
        resumeTokens.forget(member);
        presence.depart(member);
        publisher.end(member, bye);
    }

    void logOut(Member member) {
        if (member.account() == null) {
            publisher.answer(member, new Reply.Rejected(StatusCode.BAD_ARGUMENT, "you are not logged in"));
        } else if (member.loginRequired()) {
            end(member, StatusCode.QUIT, "you are logged out, and this server requires a login");
        } else {
            ignoreLists.changes(member);
            resumeTokens.forget(member);
            nicks.logOut(member);
            member.away(null);
            rename(member, nicks.freeGuest());
        }
    }

    /**
     * Logs out all connections of a deleted account. They become guests, or are disconnected where a login is required.
     */
    void dropped(Nick account) {
        nicks.connections(account).forEach(this::logOut);
        ignoreLists.dropped(account);
    }

    private void change(Member member, Nick to) {
        Nick from = member.nick();
        nicks.rename(member, to);
        member.rename(to);
        if (member.announced()) {
            member.rooms().forEach(room -> room.renamed(from, to));
            presence.updateUserCount();
        }
    }

    private void announce(Member member, Nick from, boolean isAnnounced) {
        var renamed = new ChatEvent.Renamed(publisher.nextStamp(), from, member.nick());
        presence.renamed(renamed, member, isAnnounced);
        publisher.answer(member, new Reply.YouAre(renamed));
    }
}
