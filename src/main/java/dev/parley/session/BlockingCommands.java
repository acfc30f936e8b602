package dev.parley.session;

import dev.parley.chat.ChatInput;
import dev.parley.chat.ChatQuery;
import dev.parley.chat.Member;
import dev.parley.chat.port.ResumeResult;
import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Reply;
import dev.parley.session.port.HistoryReader;
import dev.parley.session.port.OperatorCommands;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries out commands that may block. Runs on the client's own reader thread, away from the chat thread. Everything
 * that the client sent before is applied and stored by then, so a look-up finds the client's own lines too.
 */
final class BlockingCommands {
    private final ChatInput chatInput;
    private final HistoryReader historyReader;
    private final OperatorCommands operatorCommands;
    private final Connection connection;
    private final Member member;
    private final LoginGate loginGate;
    private final LoginFlow loginFlow;

    BlockingCommands(SessionContext context, Connection connection, Member member, LoginGate loginGate) {
        this.chatInput = context.chatInput();
        this.historyReader = context.services().historyReader();
        this.operatorCommands = context.services().operatorCommands();
        this.connection = connection;
        this.member = member;
        this.loginGate = loginGate;
        this.loginFlow = new LoginFlow(chatInput, context.services().authenticator(), connection, member);
    }

    /** Whether the next line is the answer to a question and not a command. */
    boolean isAsking() {
        return loginFlow.isAsking();
    }

    Optional<Command> answer(String line) {
        return Optional.of(loginFlow.password(line));
    }

    /** Returns the command itself, or the command that takes its place after the look-up. */
    Command execute(Command command) {
        Command found = command instanceof Command.Blocking question
                ? executeBlocking(question)
                : command instanceof Command.OperatorCommand act
                        ? executeOperatorCommand(act)
                        : command instanceof Command.Invalid invalid ? explain(invalid) : command;
        if (found instanceof Command.LoggedIn) {
            loginGate.loggedIn();
        }
        return found;
    }

    private Command executeBlocking(Command.Blocking question) {
        return switch (question) {
            case Command.History history ->
                readHistory(question, now -> historyReader.latest(now.activeMembership(), history.count()));
            case Command.Since since -> readHistory(question, now -> historyReader.since(since.id(), now));
            case Command.Resume resume -> resumed(resume);
            case Command.Register register -> loginFlow.register(register);
            case Command.LogIn logIn -> loginFlow.logIn(logIn);
            case Command.ChangePassword change -> loginFlow.changePassword(change);
            case Command.Drop drop -> loginFlow.drop(drop);
        };
    }

    /** Returns the error, with a suggestion of an operators' command if the sender may use that command. */
    private Command explain(Command.Invalid invalid) {
        Command.Invalid.OperatorHint hint = invalid.forOperator();
        if (hint == null) {
            return invalid;
        }
        return chatInput
                .ask(new ChatQuery.ShowMember(member))
                .join()
                .map(MemberSnapshot::account)
                .filter(account -> operatorCommands.mayUse(account, hint.word()))
                .<Command>map(account -> new Command.Invalid(invalid.code(), hint.text()))
                .orElse(invalid);
    }

    /**
     * Carries out an operator's command. The chat handles the command if its sender is not an operator, or is the owner
     * or operator of the active room.
     */
    private Command executeOperatorCommand(Command.OperatorCommand act) {
        return switch (chatInput.ask(new ChatQuery.Authorize(member, act)).join()) {
            case ChatQuery.Authorization.AsRoomCommand chat -> act;
            case ChatQuery.Authorization.Refused refused -> new Command.BlockingResult(refused.answer());
            case ChatQuery.Authorization.ByOperator by ->
                operatorCommands
                        .carryOut(by.account(), connection.address(), act)
                        .<Command>map(Command.OperatorResult::new)
                        .orElse(act);
        };
    }

    /**
     * Resumes a session. The queue limit of a client that has not logged in is raised before messages may be sent to
     * it; see {@link LoginGate}.
     */
    private Command resumed(Command.Resume resume) {
        Optional<Reply.Rejected> noAccounts = loginFlow.refusal();
        loginGate.raiseQueueLimit(true);
        ResumeResult result = chatInput
                .ask(new ChatQuery.Resume(member, resume.token(), noAccounts))
                .join();
        if (result.refused() != null) {
            loginGate.raiseQueueLimit(false);
            return new Command.BlockingResult(result.refused());
        }
        loginGate.loggedIn();
        Reply.HistoryPage missed =
                missed(resume.lastSeen().orElse(result.lastWritten()), result.last(), result.state());
        return new Command.MissedEvents(resume.lastSeen().isPresent() ? missed : missed.withoutStart());
    }

    /** Reads the missed events. If the history cannot be read, the session is resumed without them. */
    private Reply.HistoryPage missed(long lastSeen, long last, MemberSnapshot now) {
        return historyReader.missed(lastSeen, now) instanceof Reply.HistoryPage page
                ? page.upTo(last)
                : new Reply.HistoryPage(
                        lastSeen, now.active(), List.of(), Reply.HistoryPage.Extent.INCOMPLETE, 0, Instant.EPOCH);
    }

    private Command readHistory(Command question, Function<MemberSnapshot, Reply> find) {
        return chatInput
                .ask(new ChatQuery.ShowMember(member))
                .join()
                .map(find)
                .<Command>map(Command.BlockingResult::new)
                .orElse(question);
    }
}
