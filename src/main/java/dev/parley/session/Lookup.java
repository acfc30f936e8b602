package dev.parley.session;

import dev.parley.chat.Answer;
import dev.parley.chat.Command;
import dev.parley.chat.Member;
import dev.parley.chat.MemberState;
import dev.parley.chat.Resumption;
import dev.parley.chat.Sequence;
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
    private final Member member;
    private final Identification identification;

    Lookup(SessionContext context, Connection connection, Member member) {
        this.sequence = context.sequence();
        this.recall = context.recall();
        this.member = member;
        this.identification = new Identification(sequence, context.logins(), connection, member);
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
        return command instanceof Command.LookUp question ? answered(question) : command;
    }

    private Command answered(Command.LookUp question) {
        return switch (question) {
            case Command.History history -> found(question, now -> recall.latest(now.active(), history.count()));
            case Command.Since since -> found(question, now -> recall.since(since.id(), now));
            case Command.Resume resume -> resumed(resume);
            case Command.Register register -> identification.register(register);
            case Command.LogIn logIn -> identification.logIn(logIn);
            case Command.ChangePassword change -> identification.changePassword(change);
            case Command.Drop drop -> identification.drop(drop);
        };
    }

    private Command resumed(Command.Resume resume) {
        Optional<Answer.Refused> noAccounts = identification.refusal();
        Resumption resumption = sequence.ask(chat -> chat.resume(member, resume.token(), noAccounts))
                .join();
        return resumption.refused() == null
                ? found(resume, now -> missed(resumption, now))
                : new Command.LookedUp(resumption.refused());
    }

    /** Where it cannot be read, what was left behind is back all the same. */
    private Answer missed(Resumption resumption, MemberState now) {
        Answer found = recall.since(resumption.heard(), now);
        return new Answer.Resumed(
                found instanceof Answer.Recalled recalled
                        ? recalled.upTo(resumption.last())
                        : new Answer.Recalled(resumption.heard(), now.active(), List.of(), false, false));
    }

    private Command found(Command question, Function<MemberState, Answer> find) {
        return sequence.ask(chat -> chat.state(member))
                .join()
                .map(find)
                .<Command>map(Command.LookedUp::new)
                .orElse(question);
    }
}
