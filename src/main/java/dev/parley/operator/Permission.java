package dev.parley.operator;

import java.util.Locale;

/** Kind of request that a role allows. */
public enum Permission {
    /** Shows the caller's own name and role. Every role has this permission. */
    IDENTIFY,
    /** Sends messages to rooms. */
    POST,
    /** Reads the current state. */
    READ,
    /** Disconnects, bans and mutes people, and sends notices to them. */
    MODERATE,
    /** Allows everything else except reading the audit. */
    ADMINISTER,
    /** Reads the audit. */
    AUDIT;

    /** Returns the name that the API uses. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
