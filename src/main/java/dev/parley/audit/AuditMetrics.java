package dev.parley.audit;

/** Counts the actions of operators. Any thread may call it. MUST NOT block. */
public interface AuditMetrics {
    /** An action was requested. Only the audit shows its result. */
    void actionRequested(AuditAction action);
}
