package dev.parley.chat;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** One place in the {@link Sequence}. */
sealed interface Entry {
    /** {@link System#nanoTime} when what caused the entry had arrived. */
    long arrivedNanos();

    record Opened(Member member, long arrivedNanos) implements Entry {}

    record Received(Member member, Command command, long arrivedNanos) implements Entry {}

    record Ended(Member member, long arrivedNanos) implements Entry {}

    /** An operator's act or question. */
    record Asked<T>(Function<Chat, T> question, CompletableFuture<T> answer, long arrivedNanos) implements Entry {
        void answer(Chat chat) {
            try {
                answer.complete(question.apply(chat));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }
    }
}
