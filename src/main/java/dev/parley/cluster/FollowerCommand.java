package dev.parley.cluster;

import dev.parley.account.AccountChange;
import dev.parley.chat.ChatQuery;
import dev.parley.protocol.Command;
import dev.parley.protocol.Format;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Nick;
import dev.parley.session.ClosedSession;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** A command that a replica sends to the leader. Clients are named by the ids of their connections. */
public sealed interface FollowerCommand {
    record ClientConnected(
            String client, String address, String listener, boolean hidden, boolean loginRequired, Format format)
            implements FollowerCommand {}

    /** @param word word of the typed command, as for {@link Command#label}; null for a text */
    record CommandReceived(
            String client, Command command, @Nullable String word) implements FollowerCommand {}

    /** @param lastWritten id of the last event that was written to the connection; 0 if none was written */
    record ClientDisconnected(String client, long lastWritten) implements FollowerCommand {}

    record QueryAsked(ChatQuery<?> query) implements FollowerCommand {}

    /** A change of an account, which only the leader can store. */
    record AccountChangeAsked(AccountChange change) implements FollowerCommand {}

    /** A command of an operator in the chat, to be executed on the leader. */
    record OperatorCommandAsked(Nick account, InetAddress from, Command.OperatorCommand command)
            implements FollowerCommand {}

    /**
     * A connection of the replica has ended.
     *
     * @param left state with which the member left the chat
     */
    record SessionClosed(String client, ClosedSession ended, MemberSnapshot left) implements FollowerCommand {}

    /** @param lastWritten id up to which all events were written to all clients of the replica */
    record DeliveryReported(long lastWritten) implements FollowerCommand {}
}
