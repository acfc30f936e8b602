package dev.parley.chat;

import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes everything that happens to the chat, in order. Safe for any thread. */
public interface ChatInput {
    /** Adds a new connection. */
    void opened(Member member);

    /** Adds a client's command. Waits while this client has too many pending tasks. */
    default void received(Member member, Command command, long arrivedNanos) throws InterruptedException {
        received(member, command, command, arrivedNanos);
    }

    /**
     * Adds a command that replaces the client's command, such as the result of a look-up.
     *
     * @param typed the command that the client sent
     */
    void received(Member member, Command command, Command typed, long arrivedNanos) throws InterruptedException;

    /**
     * Adds the end of a connection. MUST be the last call for a member.
     *
     * @param lastWritten id of the last event that was written to the connection; 0 if none was written
     * @param left receives the state with which the member left the chat; called by the thread that delivers; MUST NOT
     *     block
     */
    void ended(Member member, long lastWritten, Consumer<MemberSnapshot> left);

    /**
     * Returns the word of the command that a client sent; null for a text.
     *
     * @param command the command, or the one that replaces it
     */
    static @Nullable String word(Command command, Command typed) {
        return command instanceof Command.Say ? null : Command.label(typed).orElse(null);
    }

    /** Adds a query, in order with everything that clients send. */
    <T> CompletableFuture<T> ask(ChatQuery<T> query);
}
