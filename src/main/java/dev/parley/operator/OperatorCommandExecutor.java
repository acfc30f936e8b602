package dev.parley.operator;

import dev.parley.account.Account;
import dev.parley.account.Accounts;
import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import dev.parley.session.Sessions;
import dev.parley.session.port.OperatorCommands;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Executes the commands of operators in the chat. The role of an operator's account gives the same permissions as over
 * REST.
 */
@Component
class OperatorCommandExecutor implements OperatorCommands {
    /** Most clients in a reply, because a longer reply would be hard to read. REST lists all clients. */
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

    /** Reads the operator's role for each command, so that a removed role has no effect any more. */
    @Override
    public Optional<Reply> carryOut(Nick account, InetAddress from, Command.OperatorCommand command) {
        try {
            return DatabaseReads.orUnavailable("accounts", () -> accounts.find(account))
                    .flatMap(found -> operator(found, from))
                    .map(by -> answer(by, command));
        } catch (OperatorException e) {
            return Optional.of(rejected(e.error()));
        }
    }

    @Override
    public boolean mayUse(Nick account, String word) {
        try {
            return DatabaseReads.orUnavailable("accounts", () -> accounts.find(account))
                    .map(Account::role)
                    .flatMap(Role::of)
                    .filter(role -> role.has(permission(word)))
                    .isPresent();
        } catch (OperatorException e) {
            return false;
        }
    }

    private static Permission permission(String word) {
        return word.equals(Command.WORDS.get(Command.Clients.class)) ? Permission.READ : Permission.MODERATE;
    }

    private static Optional<Operator> operator(Account account, InetAddress from) {
        return Optional.ofNullable(account.role())
                .flatMap(Role::of)
                .map(role -> new Operator("account:" + account.name(), from.getHostAddress(), role));
    }

    private Reply answer(Operator by, Command.OperatorCommand command) {
        by.require(permission(Command.label(command).orElseThrow()));
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

    private Reply apply(RestrictionKind kind, String target, String text, Operator by) {
        RestrictionRequest request = RestrictionArguments.parse(target, text);
        RestrictionActions.AppliedRestriction applied =
                restrictions.apply(kind, request, by, false).result();
        return new Reply.Notice(request.requestedTarget() + ": " + applied.outcome());
    }

    private Reply remove(RestrictionKind kind, String target, Operator by) {
        return notice(restrictions.remove(kind, RestrictionArguments.parse(target, ""), by));
    }

    private static Reply notice(ActionResult result) {
        return new Reply.Notice(result.outcome());
    }

    private Reply named(String name) {
        List<ClientView> found = Nick.of(name).map(clients::named).orElse(List.of());
        return found.isEmpty() ? rejected(new OperatorError.NoSuchClient(name)) : connected(found, found.size());
    }

    private Reply first() {
        List<ClientView> found =
                clients.after(null).limit(MAX_LISTED).map(ListedClient::view).toList();
        return connected(found, found.size() < MAX_LISTED ? found.size() : sessions.count());
    }

    private static Reply connected(List<ClientView> found, int all) {
        return new Reply.ClientList(
                found.stream().map(OperatorCommandExecutor::connection).toList(), Math.max(0, all - found.size()));
    }

    private static Reply.ClientList.ListedClient connection(ClientView client) {
        return new Reply.ClientList.ListedClient(
                client.id(),
                new Nick(client.nick()),
                client.account() == null ? null : new Nick(client.account()),
                client.address(),
                client.idleSeconds(),
                client.queuedBytes());
    }

    private static Reply.Rejected rejected(OperatorError error) {
        StatusCode code = switch (error) {
            case OperatorError.Forbidden forbidden -> StatusCode.NOT_ALLOWED;
            case OperatorError.NeedsForce warned -> StatusCode.NOT_ALLOWED;
            case OperatorError.NoSuchClient missing -> StatusCode.NO_SUCH_USER;
            case OperatorError.Unavailable unavailable -> StatusCode.UNAVAILABLE;
            case OperatorError.BadArgument invalid -> StatusCode.BAD_ARGUMENT;
            case OperatorError.NoSuchRoom missing -> StatusCode.BAD_ARGUMENT;
            case OperatorError.NoSuchRestriction missing -> StatusCode.BAD_ARGUMENT;
            case OperatorError.TooManyRestrictions full -> StatusCode.BAD_ARGUMENT;
        };
        String hint = error instanceof OperatorError.NeedsForce ? "; to confirm it, use the REST API" : "";
        return new Reply.Rejected(code, error.text() + hint);
    }
}
