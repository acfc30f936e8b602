package dev.parley.session;

import dev.parley.chat.Answer;
import dev.parley.chat.Command;
import dev.parley.chat.Member;
import dev.parley.chat.MemberState;
import dev.parley.chat.Sequence;
import java.util.function.Function;

/**
 * Looks up what a command asks for on the client's own reader, away from the chat thread. What the client sent before
 * has been applied and stored by then, so its own lines are found too.
 */
record Lookup(Sequence sequence, Recall recall) {
    /** The command itself, or what was found for it. */
    Command answered(Member member, Command command) {
        return switch (command) {
            case Command.History history -> found(member, command, now -> recall.latest(now.active(), history.count()));
            case Command.Since since ->
                found(member, command, now -> recall.since(since.id(), now.rooms(), now.active()));
            default -> command;
        };
    }

    private Command found(Member member, Command command, Function<MemberState, Answer> find) {
        return sequence.ask(chat -> chat.state(member))
                .join()
                .map(find)
                .<Command>map(Command.LookedUp::new)
                .orElse(command);
    }
}
