package dev.parley.audit;

/** Told what operators do, by whichever thread does it: MUST NOT block. */
public interface AuditMetrics {
    /** It was asked for; whether it was done is in the audit. */
    void actionRequested(AuditAction action);
}
