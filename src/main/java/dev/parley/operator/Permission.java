package dev.parley.operator;

/** A kind of request that roles allow. */
public enum Permission {
    /** Reads what is there now. */
    READ,
    /** Disconnects, bans and mutes people, and sends them notices. */
    MODERATE,
    /** Everything else but reading the audit. */
    ADMINISTER,
    /** Reads what operators did. */
    AUDIT
}
