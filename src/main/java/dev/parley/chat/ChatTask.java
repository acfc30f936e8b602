package dev.parley.chat;

import dev.parley.protocol.Command;
import dev.parley.protocol.MemberState;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One place in the {@link Sequence}. */
sealed interface Entry {
    /** {@link System#nanoTime} when what caused the entry had arrived. */
    long arrivedNanos();

    record Opened(Member member, long arrivedNanos) implements Entry {}

    /** @param typed what it was before it was looked up */
    record Received(Member member, Command command, Command typed, long arrivedNanos) implements Entry {}

    /** @param left receives the state in which the member left the chat */
    record Ended(Member member, long heard, Consumer<MemberState> left, long arrivedNanos) implements Entry {}

    /** A query, answered when all that it caused is stored and delivered. */
    final class Asked<T> implements Entry {
        private final Query<T> query;
        private final long arrivedNanos;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private Runnable told = () -> {};

        Asked(Query<T> query, long arrivedNanos) {
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

        void ask(Chat chat) {
            try {
                T result = query.answer(chat);
                told = () -> answer.complete(result);
            } catch (RuntimeException e) {
                told = () -> answer.completeExceptionally(e);
            }
        }

        void tell() {
            told.run();
        }
    }
}
