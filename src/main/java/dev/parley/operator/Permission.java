package dev.parley.operator;

/** Kind of request that a role allows. */
public enum Permission {
    /** Sends messages to rooms. */
    POST,
    /** Reads the current state. */
    READ,
    /** Disconnects, bans and mutes people, and sends notices to them. */
    MODERATE,
    /** Allows everything else except reading the audit. */
    ADMINISTER,
    /** Reads the audit. */
    AUDIT
}
