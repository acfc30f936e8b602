package dev.parley.history;

import dev.parley.protocol.ChatEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one commit.
 *
 * @param gapEnd end of the open gap; null if no gap is open
 * @param lateNanos time after which the commit is not tried again, because the chat no longer waits for it
 */
record Batch(List<ChatEvent> events, @Nullable Long gapEnd, long lateNanos) {
    boolean isLate(long now) {
        return now - lateNanos >= 0;
    }

    long firstId(long otherwise) {
        return events.isEmpty() ? otherwise : events.getFirst().stamp().id();
    }
}
