package dev.parley.protocol;

import java.util.Locale;

/** Codes of errors and byes. Clients may rely on a code; the text beside it is for people. */
public enum StatusCode {
    UNKNOWN_COMMAND,
    BAD_ARGUMENT,
    NICK_IN_USE,
    NICK_INVALID,
    NICK_RESERVED,
    NO_SUCH_ROOM,
    NO_SUCH_USER,
    NOT_IN_ROOM,
    ROOM_FULL,
    TOO_MANY_ROOMS,
    LINE_TOO_LONG,
    INVALID_UTF8,
    RATE_LIMITED,
    AUTH_FAILED,
    NOT_ALLOWED,
    MUTED,
    BUSY,
    UNAVAILABLE,
    DRAINING,
    LINE_TIMEOUT,
    AUTH_TIMEOUT,
    SLOW_CONSUMER,
    RESTART,
    KICKED,
    BANNED,
    QUIT;

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Returns the code as in the protocol and in metrics, such as {@code nick-in-use}. */
    public String label() {
        return label;
    }
}
