package dev.parley.session;

import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import java.net.InetAddress;
import java.util.Optional;

/** Carries out what operators ask for in the chat. Called by a client's reader, which may wait for it, and nobody else does. */
@FunctionalInterface
public interface OperatorCommands {
    /** Nobody is one. */
    OperatorCommands NONE = (account, from, command) -> Optional.empty();

    /**
     * What came of it, or why it was refused. MUST NOT wait for a session to close: it may be the one that asks.
     *
     * @return empty when the account is no operator's
     */
    Optional<Reply> carryOut(Nick account, InetAddress from, Command.OperatorCommand command);
}
