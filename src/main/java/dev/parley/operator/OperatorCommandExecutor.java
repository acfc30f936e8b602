package dev.parley.operator;

import dev.parley.account.Account;
import dev.parley.account.Accounts;
import dev.parley.protocol.Answer;
import dev.parley.protocol.Code;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.session.Operators;
import dev.parley.session.Sessions;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Executes the commands of operators in the chat, by the role of their account: the same permissions as by REST. */
@Component
class OperatorCommandExecutor implements Operators {
    /** More would be hard to read; REST lists all clients. */
    private static final int MAX_LISTED = 50;

    private final Accounts accounts;
    private final ClientActions actions;
    private final RestrictionActions restrictions;
    private final ClientQueries clients;
    private final Sessions sessions;

    OperatorCommandExecutor(
            Accounts accounts,
            ClientActions actions,
            RestrictionActions restrictions,
            ClientQueries clients,
            Sessions sessions) {
        this.accounts = accounts;
        this.actions = actions;
        this.restrictions = restrictions;
        this.clients = clients;
        this.sessions = sessions;
    }

    /** Reads the role each time, so a role that was taken away no longer counts. */
    @Override
    public Optional<Answer> carryOut(Nick account, InetAddress from, Command.OfOperator command) {
        try {
            return DatabaseReads.orUnavailable("accounts", () -> accounts.find(account))
                    .flatMap(found -> operator(found, from))
                    .map(by -> answer(by, command));
        } catch (OperatorException e) {
            return Optional.of(rejected(e.error()));
        }
    }

    private static Optional<Operator> operator(Account account, InetAddress from) {
        return Optional.ofNullable(account.role())
                .flatMap(Role::of)
                .map(role -> new Operator("account:" + account.name(), from.getHostAddress(), role));
    }

    private Answer answer(Operator by, Command.OfOperator command) {
        by.require(command instanceof Command.Clients ? Permission.READ : Permission.MODERATE);
        return switch (command) {
            case Command.Clients asked -> asked.nick().map(this::named).orElseGet(this::first);
            case Command.Kick kick -> notice(actions.kickAll(kick.nick(), kick.reason(), by));
            case Command.Ban ban -> apply(RestrictionKind.BAN, ban.nick(), ban.reason(), by);
            case Command.Unban unban -> remove(RestrictionKind.BAN, unban.nick(), by);
            case Command.Mute mute -> apply(RestrictionKind.MUTE, mute.target(), mute.text(), by);
            case Command.Unmute unmute -> remove(RestrictionKind.MUTE, unmute.target(), by);
            case Command.Announce announce -> notice(actions.announce(announce.text(), null, by));
        };
    }

    private Answer apply(RestrictionKind kind, String target, String text, Operator by) {
        RestrictionRequest request = RestrictionArguments.parse(target, text);
        RestrictionActions.Applied applied =
                restrictions.apply(kind, request, by, false).result();
        return new Answer.Notice(request.requestedTarget() + ": " + applied.outcome());
    }

    private Answer remove(RestrictionKind kind, String target, Operator by) {
        return notice(restrictions.remove(kind, RestrictionArguments.parse(target, ""), by));
    }

    private static Answer notice(ActionResult result) {
        return new Answer.Notice(result.outcome());
    }

    private Answer named(String name) {
        List<ClientView> found = Nick.of(name).map(clients::named).orElse(List.of());
        return found.isEmpty() ? rejected(new OperatorError.NoSuchClient(name)) : connected(found, found.size());
    }

    private Answer first() {
        List<ClientView> found = clients.after(null, MAX_LISTED, client -> true);
        return connected(found, found.size() < MAX_LISTED ? found.size() : sessions.count());
    }

    private static Answer connected(List<ClientView> found, int all) {
        return new Answer.Connected(
                found.stream().map(OperatorCommandExecutor::connection).toList(), Math.max(0, all - found.size()));
    }

    private static Answer.Connected.Connection connection(ClientView client) {
        return new Answer.Connected.Connection(
                client.id(),
                new Nick(client.nick()),
                client.account() == null ? null : new Nick(client.account()),
                client.address(),
                client.idleSeconds(),
                client.queuedBytes());
    }

    private static Answer.Refused rejected(OperatorError error) {
        Code code = switch (error) {
            case OperatorError.Forbidden forbidden -> Code.NOT_ALLOWED;
            case OperatorError.NeedsForce warned -> Code.NOT_ALLOWED;
            case OperatorError.NoSuchClient missing -> Code.NO_SUCH_USER;
            case OperatorError.Unavailable unavailable -> Code.UNAVAILABLE;
            case OperatorError.BadArgument invalid -> Code.BAD_ARGUMENT;
            case OperatorError.NoSuchRoom missing -> Code.BAD_ARGUMENT;
            case OperatorError.NoSuchRestriction missing -> Code.BAD_ARGUMENT;
            case OperatorError.TooManyRestrictions full -> Code.BAD_ARGUMENT;
        };
        String hint = error instanceof OperatorError.NeedsForce ? ": if it is meant, use REST" : "";
        return new Answer.Refused(code, error.text() + hint);
    }
}
