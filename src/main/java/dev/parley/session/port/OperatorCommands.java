package dev.parley.session.port;

import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import java.net.InetAddress;
import java.util.Optional;

/** Carries out operators' commands in the chat. Called only by a client's reader, and may block. */
@FunctionalInterface
public interface OperatorCommands {
    /** Commands of a service without operators. */
    OperatorCommands NONE = (account, from, command) -> Optional.empty();

    /**
     * Carries out a command and returns its result or refusal. MUST NOT wait for a session to close, because it may be
     * the caller's own session.
     *
     * @return empty if the account is not an operator
     */
    Optional<Reply> carryOut(Nick account, InetAddress from, Command.OperatorCommand command);

    /**
     * Whether the account's role permits a command.
     *
     * @param word the command without its slash
     */
    default boolean mayUse(Nick account, String word) {
        return false;
    }
}
