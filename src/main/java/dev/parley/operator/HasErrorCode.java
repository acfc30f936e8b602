package dev.parley.operator;

/** Exception whose code the audit records as the result of an action. Any other exception is recorded as a failure. */
public interface HasErrorCode {
    String code();
}
