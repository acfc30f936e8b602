package dev.parley.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Result of resuming a lost connection.
 *
 * @param refused why not; null when the member has back what was left behind
 * @param now the member's state after it; null when it was refused
 * @param lastWritten the id of the last event the lost connection is known to have been sent
 * @param last the id of the last event that is missed: later ones are told as they happen
 */
public record ResumeResult(
        Reply.@Nullable Rejected refused, @Nullable MemberSnapshot now, long lastWritten, long last) {
    /** Returns the state of a member that was not refused. */
    public MemberSnapshot state() {
        return Objects.requireNonNull(now);
    }

    public static ResumeResult refused(Reply.Rejected refused) {
        return new ResumeResult(refused, null, 0, 0);
    }
}
