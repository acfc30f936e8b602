package dev.parley.chat;

import dev.parley.protocol.Command;
import dev.parley.protocol.MemberSnapshot;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One task of the {@link ChatEventLoop}. */
sealed interface ChatTask {
    /** Arrival of the input that caused the task, as {@link System#nanoTime}. */
    long arrivedNanos();

    record ClientConnected(Member member, long arrivedNanos) implements ChatTask {}

    /** @param word word of the command that the client sent, as for {@link Command#label}; null for a text */
    record CommandReceived(
            Member member, Command command, @Nullable String word, long arrivedNanos) implements ChatTask {}

    /** @param left receives the state with which the member left the chat */
    record ClientDisconnected(Member member, long lastWritten, Consumer<MemberSnapshot> left, long arrivedNanos)
            implements ChatTask {}

    /** @param applied called by the chat thread when the task is applied, before its results are stored */
    record FollowerTask(ChatTask task, Runnable applied) implements ChatTask {
        @Override
        public long arrivedNanos() {
            return task.arrivedNanos();
        }
    }

    /** A query. It is answered when everything that it caused is stored and delivered. */
    final class PendingQuery<T> implements ChatTask {
        private static final System.Logger log = System.getLogger(PendingQuery.class.getName());

        private final ChatQuery<T> query;
        private final long arrivedNanos;
        private final Consumer<Optional<T>> found;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private Consumer<Boolean> completion = saved -> {};

        /** @param found receives the answer before it is stored; empty if the query failed */
        PendingQuery(ChatQuery<T> query, Consumer<Optional<T>> found, long arrivedNanos) {
            this.query = query;
            this.found = found;
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
                found.accept(Optional.of(query.completed(result, true)));
                completion = saved -> answer.complete(query.completed(result, saved));
            } catch (RuntimeException | Error e) {
                log.log(Level.ERROR, "Could not answer a " + query.getClass().getSimpleName(), e);
                found.accept(Optional.empty());
                completion = saved -> answer.completeExceptionally(e);
            }
        }

        /** @param saved whether everything that the query caused is stored */
        void complete(boolean saved) {
            completion.accept(saved);
        }
    }
}
