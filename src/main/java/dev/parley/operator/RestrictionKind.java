package dev.parley.operator;

import dev.parley.audit.Action;

/** Bans and mutes. */
public enum RestrictionKind {
    BAN(Action.BAN, Action.UNBAN, "an operator banned you"),
    MUTE(Action.MUTE, Action.UNMUTE, "an operator muted you");

    private final Action action;
    private final Action removal;
    private final String defaultReason;

    RestrictionKind(Action action, Action removal, String defaultReason) {
        this.action = action;
        this.removal = removal;
        this.defaultReason = defaultReason;
    }

    Action action() {
        return action;
    }

    Action removal() {
        return removal;
    }

    String defaultReason() {
        return defaultReason;
    }

    String label() {
        return action.label();
    }
}
