package dev.parley.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * What was done and can be taken back.
 *
 * @param action the id to undo it by; null where its result could not be recorded
 */
record Undoable<T>(@JsonUnwrapped T what, @Nullable String action) {
    static <T> Undoable<T> of(Acts.Done<T> done) {
        return new Undoable<>(done.outcome(), done.id());
    }
}
