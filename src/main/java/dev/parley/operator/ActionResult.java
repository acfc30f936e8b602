package dev.parley.operator;

import org.jspecify.annotations.Nullable;

/** Result of an action, as the audit records it. */
public interface ActionResult {
    /** Returns the result in a few words. */
    String outcome();

    /** Returns the state before the action; null where there was none. */
    default @Nullable Object before() {
        return null;
    }

    /** Returns the state after the action. */
    default @Nullable Object after() {
        return null;
    }
}
