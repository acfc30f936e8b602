package dev.parley.cluster;

import dev.parley.protocol.Command;
import dev.parley.protocol.Nick;
import dev.parley.protocol.Reply;
import dev.parley.protocol.StatusCode;
import dev.parley.session.port.OperatorCommands;
import java.net.InetAddress;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/** Has the leader carry out the commands of operators. */
record LeaderOperatorCommands(CommandOutbox outbox, OperatorCommands local) implements OperatorCommands {
    @Override
    public Optional<Reply> carryOut(Nick account, InetAddress from, Command.OperatorCommand command) {
        try {
            return Optional.ofNullable(outbox.request(
                            new FollowerCommand.OperatorCommandAsked(account, from, command),
                            LeaderServices.OperatorReply.class)
                    .reply());
        } catch (DataAccessException e) {
            return Optional.of(new Reply.Rejected(StatusCode.UNAVAILABLE, "the chat cannot be reached; try again"));
        }
    }

    @Override
    public boolean mayUse(Nick account, String word) {
        return local.mayUse(account, word);
    }
}
