package dev.parley.operator;

import dev.parley.audit.AuditAction;

/** Kind of a restriction: ban or mute. */
public enum RestrictionKind {
    BAN(AuditAction.BAN, AuditAction.UNBAN, "an operator banned you"),
    MUTE(AuditAction.MUTE, AuditAction.UNMUTE, "an operator muted you");

    private final AuditAction action;
    private final AuditAction removal;
    private final String defaultReason;

    RestrictionKind(AuditAction action, AuditAction removal, String defaultReason) {
        this.action = action;
        this.removal = removal;
        this.defaultReason = defaultReason;
    }

    AuditAction action() {
        return action;
    }

    AuditAction removal() {
        return removal;
    }

    String defaultReason() {
        return defaultReason;
    }

    /** Returns the name of the kind, such as ban. */
    public String label() {
        return action.label();
    }
}
