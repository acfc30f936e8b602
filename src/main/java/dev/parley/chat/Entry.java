package dev.parley.chat;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** One place in the {@link Sequence}. */
sealed interface Entry {
    /** {@link System#nanoTime} when what caused the entry had arrived. */
    long arrivedNanos();

    record Opened(Member member, long arrivedNanos) implements Entry {}

    /** @param typed what it was before it was looked up */
    record Received(Member member, Command command, Command typed, long arrivedNanos) implements Entry {}

    /** @param left receives the state in which the member left the chat */
    record Ended(Member member, long heard, Consumer<MemberState> left, long arrivedNanos) implements Entry {}

    /** An operator's act or question, answered when what it caused is told. */
    final class Asked<T> implements Entry {
        private final Function<Chat, T> question;
        private final long arrivedNanos;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private Runnable told = () -> {};

        Asked(Function<Chat, T> question, long arrivedNanos) {
            this.question = question;
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
                T result = question.apply(chat);
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
