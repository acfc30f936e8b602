package dev.parley.session;

import dev.parley.chat.ChatEventLoop;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Reply;
import dev.parley.protocol.ResumeResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks up what a command asks for on the client's own reader, away from the chat thread. What the client sent before
 * has been applied and stored by then, so its own lines are found too.
 */
final class BlockingCommands {
    private final ChatEventLoop sequence;
    private final HistoryReader recall;
    private final OperatorCommands operators;
    private final Connection connection;
    private final Member member;
    private final LoginGate stranger;
    private final LoginFlow identification;

    BlockingCommands(SessionContext context, Connection connection, Member member, LoginGate stranger) {
        this.sequence = context.sequence();
        this.recall = context.services().recall();
        this.operators = context.services().operators();
        this.connection = connection;
        this.member = member;
        this.stranger = stranger;
        this.identification = new LoginFlow(sequence, context.services().logins(), connection, member);
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
        Command found = command instanceof Command.Blocking question
                ? answered(question)
                : command instanceof Command.OperatorCommand act ? operated(act) : command;
        if (found instanceof Command.LoggedIn) {
            stranger.loggedIn();
        }
        return found;
    }

    private Command answered(Command.Blocking question) {
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
    private Command operated(Command.OperatorCommand act) {
        return switch (sequence.ask(new ChatQuery.Authorize(member, act)).join()) {
            case ChatQuery.Authorization.ByChat chat -> act;
            case ChatQuery.Authorization.Refused refused -> new Command.BlockingResult(refused.answer());
            case ChatQuery.Authorization.ByOperator by ->
                operators
                        .carryOut(by.account(), connection.address(), act)
                        .<Command>map(Command.OperatorResult::new)
                        .orElse(act);
        };
    }

    /** A stranger is let in before it is told what is said, see {@link LoginGate}. */
    private Command resumed(Command.Resume resume) {
        Optional<Reply.Rejected> noAccounts = identification.refusal();
        stranger.expects(true);
        ResumeResult resumption = sequence.ask(new ChatQuery.Resume(member, resume.token(), noAccounts))
                .join();
        if (resumption.refused() != null) {
            stranger.expects(false);
            return new Command.BlockingResult(resumption.refused());
        }
        stranger.loggedIn();
        return missed(resume.heard().orElse(resumption.heard()), resumption.last(), resumption.state());
    }

    /** Where it cannot be read, what was left behind is back all the same. */
    private Command missed(long heard, long last, MemberSnapshot now) {
        Reply found = recall.missed(heard, now);
        return new Command.MissedEvents(
                found instanceof Reply.HistoryPage recalled
                        ? recalled.upTo(last)
                        : new Reply.HistoryPage(heard, now.active(), List.of(), false, false));
    }

    private Command found(Command question, Function<MemberSnapshot, Reply> find) {
        return sequence.ask(new ChatQuery.ShowMember(member))
                .join()
                .map(find)
                .<Command>map(Command.BlockingResult::new)
                .orElse(question);
    }
}
