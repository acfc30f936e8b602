package dev.parley.cluster;

import dev.parley.protocol.ChatEvent;
import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Reply;
import dev.parley.protocol.RoomName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the log that all replicas follow, in the order in which the leader caused it. Clients are named by the
 * ids of their connections. A replica ignores entries for clients of other replicas.
 */
public sealed interface ChatLogEntry {
    /**
     * What others see of a member has changed. The entry stands before everything that is delivered to the member in
     * its new state.
     *
     * @param state null if the member has left the chat
     */
    record MemberChanged(String client, @Nullable MemberSnapshot state) implements ChatLogEntry {}

    record EventDelivered(ChatEvent event, Recipients recipients) implements ChatLogEntry {}

    /**
     * Recipients of an event.
     *
     * @param room room whose members are the recipients; null if they are listed
     * @param clients listed recipients; empty if the members of a room are the recipients
     * @param except client that is left out; null if there is none
     * @param ignoring clients that are left out, because they ignore the sender
     */
    record Recipients(
            @Nullable RoomName room,
            List<String> clients,
            @Nullable String except,
            List<String> ignoring) {}

    record ReplySent(String client, Reply reply) implements ChatLogEntry {}

    /** @param bye last reply; null if the client closed the connection */
    record ConnectionEnded(String client, Reply.@Nullable Bye bye) implements ChatLogEntry {}

    /** A connection that was closed has been removed from the chat. */
    record ConnectionRemoved(String client, MemberSnapshot state) implements ChatLogEntry {}

    /**
     * @param incarnation replica that asked
     * @param number number of the command that asked
     * @param answer the answer, as JSON; null if the query failed
     */
    record QueryAnswered(
            int incarnation, long number, @Nullable String answer) implements ChatLogEntry {}

    /** Bans or mutes have changed in the database. */
    record RestrictionsChanged() implements ChatLogEntry {}

    /** @param number number of the last command of a replica whose results precede this entry */
    record CommandsApplied(int incarnation, long number) implements ChatLogEntry {}
}
