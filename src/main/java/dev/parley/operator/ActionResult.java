package dev.parley.operator;

import org.jspecify.annotations.Nullable;

/** Result of an action, as the audit records it. */
public interface ActionResult {
    /** Returns a description of the result in a few words. */
    String outcome();

    /** Returns the state before the action; null if there was none. */
    default @Nullable Object before() {
        return null;
    }

    /** Returns the state after the action; null if there is none. */
    default @Nullable Object after() {
        return null;
    }
}
