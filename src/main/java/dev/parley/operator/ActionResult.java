package dev.parley.operator;

import org.jspecify.annotations.Nullable;

/** The result of an action, as the audit records it. */
public interface ActionResult {
    /** The result in a few words. */
    String outcome();

    /** The state before the action; null where there was none. */
    default @Nullable Object before() {
        return null;
    }

    /** The state after the action. */
    default @Nullable Object after() {
        return null;
    }
}
