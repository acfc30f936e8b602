package dev.parley.session;

import dev.parley.chat.Member;
import dev.parley.chat.Query;
import dev.parley.chat.Sequence;
import dev.parley.protocol.Answer;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberState;
import dev.parley.protocol.Resumption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks up what a command asks for on the client's own reader, away from the chat thread. What the client sent before
 * has been applied and stored by then, so its own lines are found too.
 */
final class Lookup {
    private final Sequence sequence;
    private final Recall recall;
    private final Operators operators;
    private final Connection connection;
    private final Member member;
    private final Stranger stranger;
    private final Identification identification;

    Lookup(SessionContext context, Connection connection, Member member, Stranger stranger) {
        this.sequence = context.sequence();
        this.recall = context.services().recall();
        this.operators = context.services().operators();
        this.connection = connection;
        this.member = member;
        this.stranger = stranger;
        this.identification = new Identification(sequence, context.services().logins(), connection, member);
    }

    /** Whether the next line is no command, but the answer to a question. */
    boolean isAsking() {
        return identification.isAsking();
    }

    Optional<Command> answer(String line) {
        return Optional.of(identification.password(line));
    }

    /** The command itself, or what is to be done instead, now that it was looked up. */
    Command lookedUp(Command command) {
        Command found = command instanceof Command.LookUp question
                ? answered(question)
                : command instanceof Command.OfOperator act ? operated(act) : command;
        if (found instanceof Command.LoggedIn) {
            stranger.loggedIn();
        }
        return found;
    }

    private Command answered(Command.LookUp question) {
        return switch (question) {
            case Command.History history ->
                found(question, now -> recall.latest(now.activeMembership(), history.count()));
            case Command.Since since -> found(question, now -> recall.since(since.id(), now));
            case Command.Resume resume -> resumed(resume);
            case Command.Register register -> identification.register(register);
            case Command.LogIn logIn -> identification.logIn(logIn);
            case Command.ChangePassword change -> identification.changePassword(change);
            case Command.Drop drop -> identification.drop(drop);
        };
    }

    /** What is no operator's, or a room's as its sender rules it, is left to the chat. */
    private Command operated(Command.OfOperator act) {
        return switch (sequence.ask(new Query.Authorize(member, act)).join()) {
            case Query.Authorization.ByChat chat -> act;
            case Query.Authorization.Refused refused -> new Command.LookedUp(refused.answer());
            case Query.Authorization.ByOperator by ->
                operators
                        .carryOut(by.account(), connection.address(), act)
                        .<Command>map(Command.Operated::new)
                        .orElse(act);
        };
    }

    /** A stranger is let in before it is told what is said, see {@link Stranger}. */
    private Command resumed(Command.Resume resume) {
        Optional<Answer.Refused> noAccounts = identification.refusal();
        stranger.expects(true);
        Resumption resumption = sequence.ask(new Query.Resume(member, resume.token(), noAccounts))
                .join();
        if (resumption.refused() != null) {
            stranger.expects(false);
            return new Command.LookedUp(resumption.refused());
        }
        stranger.loggedIn();
        return missed(resume.heard().orElse(resumption.heard()), resumption.last(), resumption.state());
    }

    /** Where it cannot be read, what was left behind is back all the same. */
    private Command missed(long heard, long last, MemberState now) {
        Answer found = recall.missed(heard, now);
        return new Command.Missed(
                found instanceof Answer.Recalled recalled
                        ? recalled.upTo(last)
                        : new Answer.Recalled(heard, now.active(), List.of(), false, false));
    }

    private Command found(Command question, Function<MemberState, Answer> find) {
        return sequence.ask(new Query.State(member))
                .join()
                .map(find)
                .<Command>map(Command.LookedUp::new)
                .orElse(question);
    }
}
