package dev.parley.operator;

/** A kind of request that roles allow. */
public enum Permission {
    /** Reads the current state. */
    READ,
    /** Disconnects, bans and mutes people, and sends them notices. */
    MODERATE,
    /** Does everything else except reading the audit. */
    ADMINISTER,
    /** Reads the audit. */
    AUDIT
}
