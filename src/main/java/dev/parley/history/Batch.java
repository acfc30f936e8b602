package dev.parley.history;

import dev.parley.protocol.ChatEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of one commit.
 *
 * @param gapEnd where the open gap ends; null when there is none
 * @param lateNanos from when on nobody waits for it any more, and it is not to be tried again
 */
record Batch(List<ChatEvent> events, @Nullable Long gapEnd, long lateNanos) {
    boolean isLate(long now) {
        return now - lateNanos >= 0;
    }

    long firstId(long otherwise) {
        return events.isEmpty() ? otherwise : events.getFirst().stamp().id();
    }
}
