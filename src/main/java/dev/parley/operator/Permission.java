package dev.parley.admin;

/** What operators may do; a role has some of these rights. */
enum Right {
    /** To see what is. */
    READ,
    /** To end, ban and mute people, and to tell them something. */
    MODERATE,
    /** Everything else but reading the audit. */
    ADMINISTER,
    /** To read what operators did. */
    AUDIT
}
