package dev.parley.protocol;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reason and end of a ban, for the banned client.
 *
 * @param until null for a permanent ban
 */
public record BanNotice(String reason, @Nullable Instant until) {
    /** Returns the notice on one line, such as {@code banned until 2026-12-01T10:00:00Z: spam}. */
    public String text() {
        String time = until == null ? "permanently" : "until " + until.truncatedTo(ChronoUnit.SECONDS);
        return "banned " + time + ": " + reason;
    }

    /** Returns the refusal of a connection. */
    public Reply.Rejected refusal() {
        return new Reply.Rejected(StatusCode.BANNED, text(), this);
    }

    /** Returns the refusal of a name. */
    public Reply.Rejected refusal(Nick name) {
        return new Reply.Rejected(StatusCode.BANNED, name + " is " + text(), this);
    }

    /** Returns the last line of a client that is disconnected. */
    public Reply.Bye bye() {
        return new Reply.Bye(StatusCode.BANNED, text(), null, this);
    }
}
