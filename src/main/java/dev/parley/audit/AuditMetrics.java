package dev.parley.audit;

/** Counts the actions of operators. Called by any thread: MUST NOT block. */
public interface AuditMetrics {
    /** An action was requested; the audit has its result. */
    void actionRequested(AuditAction action);
}
