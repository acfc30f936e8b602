package dev.parley.operator;

/**
 * Exception with a code, which the audit records as the result of an action. An exception without a code is recorded as
 * {@code failed}.
 */
public interface HasErrorCode {
    String code();
}
