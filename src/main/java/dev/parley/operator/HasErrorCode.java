package dev.parley.operator;

/** An exception whose code the audit records as the result of an action; any other exception is a failure. */
public interface HasErrorCode {
    String code();
}
