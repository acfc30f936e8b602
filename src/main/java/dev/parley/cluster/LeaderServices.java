package dev.parley.cluster;

import dev.parley.account.Accounts;
import dev.parley.protocol.Reply;
import dev.parley.session.SessionObserver;
import dev.parley.session.port.OperatorCommands;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Services of the leader for other replicas, besides the chat. Each may block, except for the observer. */
record LeaderServices(Accounts accounts, OperatorCommands operatorCommands, SessionObserver observer) {
    /** Result of an operator's command. */
    record OperatorReply(@Nullable Reply reply) {}

    /** Returns the result of a command that is not for the chat; empty for others. */
    Optional<Object> result(FollowerCommand command) {
        return switch (command) {
            case FollowerCommand.AccountChangeAsked asked -> Optional.of(accounts.make(asked.change()));
            case FollowerCommand.OperatorCommandAsked asked ->
                Optional.of(new OperatorReply(operatorCommands
                        .carryOut(asked.account(), asked.from(), asked.command())
                        .orElse(null)));
            default -> Optional.empty();
        };
    }
}
