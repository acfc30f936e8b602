package dev.parley.chat;

import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One task of the {@link ChatEventLoop}. */
sealed interface ChatTask {
    /** Arrival of the input that caused the task, as {@link System#nanoTime}. */
    long arrivedNanos();

    record ClientConnected(Member member, long arrivedNanos) implements ChatTask {}

    /** @param typed the command that the client sent */
    record CommandReceived(Member member, Command command, Command typed, long arrivedNanos) implements ChatTask {}

    /** @param left receives the state with which the member left the chat */
    record ClientDisconnected(Member member, long lastWritten, Consumer<MemberSnapshot> left, long arrivedNanos)
            implements ChatTask {}

    /** A query. It is answered when everything that it caused is stored and delivered. */
    final class PendingQuery<T> implements ChatTask {
        private final ChatQuery<T> query;
        private final long arrivedNanos;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private Consumer<Boolean> completion = saved -> {};

        PendingQuery(ChatQuery<T> query, long arrivedNanos) {
            this.query = query;
            this.arrivedNanos = arrivedNanos;
        }

        @Override
        public long arrivedNanos() {
            return arrivedNanos;
        }

        CompletableFuture<T> answer() {
            return answer;
        }

        void run(Chat chat) {
            try {
                T result = query.answer(chat);
                completion = saved -> answer.complete(query.completed(result, saved));
            } catch (RuntimeException e) {
                completion = saved -> answer.completeExceptionally(e);
            }
        }

        /** @param saved whether everything that the query caused is stored */
        void complete(boolean saved) {
            completion.accept(saved);
        }
    }
}
