package dev.parley.admin;

import dev.parley.account.Account;
import dev.parley.account.Accounts;
import dev.parley.chat.Answer;
import dev.parley.chat.Code;
import dev.parley.chat.Command;
import dev.parley.chat.Nick;
import dev.parley.session.Operators;
import dev.parley.session.Sessions;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Answers what operators ask for in the chat, by the role of their account: the same rights as over HTTP. */
@Component
class OperatorCommands implements Operators {
    /** More would be a burden to read; REST has all of them. */
    private static final int MOST_LISTED = 50;

    private final Accounts accounts;
    private final CommandedActs acts;
    private final Clients clients;
    private final Sessions sessions;

    OperatorCommands(Accounts accounts, CommandedActs acts, Clients clients, Sessions sessions) {
        this.accounts = accounts;
        this.acts = acts;
        this.clients = clients;
        this.sessions = sessions;
    }

    /** The role is read each time, so one that was taken away counts no more. */
    @Override
    public Optional<Answer> carryOut(Nick account, InetAddress from, Command.OfOperator command) {
        try {
            return Reading.of("accounts", () -> accounts.find(account))
                    .flatMap(owner -> caller(owner, from))
                    .map(by -> answer(by, command));
        } catch (Problem problem) {
            return Optional.of(refused(problem));
        }
    }

    private static Optional<Caller> caller(Account owner, InetAddress from) {
        return Optional.ofNullable(owner.role())
                .flatMap(Role::of)
                .map(role -> new Caller("account:" + owner.name(), from.getHostAddress(), role));
    }

    private Answer answer(Caller by, Command.OfOperator command) {
        by.checkMay(command instanceof Command.Clients ? Right.READ : Right.MODERATE);
        return switch (command) {
            case Command.Clients asked -> asked.nick().map(this::called).orElseGet(this::first);
            case Command.Kick kick -> new Answer.Notice(acts.kick(by, kick.nick(), kick.reason()));
            case Command.Ban ban -> new Answer.Notice(acts.ban(by, TypedSanction.of(ban.nick(), ban.reason())));
            case Command.Unban unban -> new Answer.Notice(acts.unban(by, TypedSanction.of(unban.nick(), "")));
            case Command.Mute mute -> new Answer.Notice(acts.mute(by, TypedSanction.of(mute.target(), mute.text())));
            case Command.Unmute unmute -> new Answer.Notice(acts.unmute(by, TypedSanction.of(unmute.target(), "")));
            case Command.Announce announce -> new Answer.Notice(acts.announce(by, announce.text()));
        };
    }

    private Answer called(String name) {
        List<Client> found = Nick.of(name).map(clients::holders).orElse(List.of());
        return found.isEmpty() ? refused(Problem.noSuchClient(name)) : connected(found, found.size());
    }

    private Answer first() {
        List<Client> found = clients.after(null, MOST_LISTED, client -> true);
        return connected(found, found.size() < MOST_LISTED ? found.size() : sessions.count());
    }

    private static Answer connected(List<Client> found, int all) {
        return new Answer.Connected(
                found.stream().map(OperatorCommands::connection).toList(), Math.max(0, all - found.size()));
    }

    private static Answer.Connected.Connection connection(Client client) {
        return new Answer.Connected.Connection(
                client.id(),
                new Nick(client.nick()),
                client.account() == null ? null : new Nick(client.account()),
                client.address(),
                client.idleSeconds(),
                client.queuedBytes());
    }

    private static Answer.Refused refused(Problem problem) {
        return switch (problem.code()) {
            case "forbidden" -> refused(Code.NOT_ALLOWED, problem);
            case "no-such-client" -> refused(Code.NO_SUCH_USER, problem);
            case "unavailable" -> refused(Code.UNAVAILABLE, problem);
            case "needs-force" ->
                new Answer.Refused(
                        Code.NOT_ALLOWED, "that hits a proxy, a private range or yourself: if it is meant, use REST");
            default -> refused(Code.BAD_ARGUMENT, problem);
        };
    }

    /** As other refusals read here: no sentence of its own. */
    private static Answer.Refused refused(Code code, Problem problem) {
        String detail = String.valueOf(problem.getBody().getDetail());
        String text = Character.toLowerCase(detail.charAt(0)) + detail.substring(1);
        return new Answer.Refused(code, text.endsWith(".") ? text.substring(0, text.length() - 1) : text);
    }
}
