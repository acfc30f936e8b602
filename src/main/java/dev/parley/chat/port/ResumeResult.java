package dev.parley.chat.port;

import dev.parley.protocol.MemberSnapshot;
import dev.parley.protocol.Reply;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Result of resuming a lost connection.
 *
 * @param refused reason of the refusal; null if the member has its session back
 * @param now the member's state after the resume; null if the resume was refused
 * @param lastWritten id of the last event that is known to have been written to the lost connection
 * @param last id of the last missed event; later events are delivered as they happen
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
