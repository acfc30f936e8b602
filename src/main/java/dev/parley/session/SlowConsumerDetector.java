package dev.parley.session;

import dev.parley.time.Deadline;
import java.util.function.Consumer;

/**
 * Detects a client that reads too slowly for too long. The client is warned first, and has some time to catch up. One
 * thread only, the tick.
 */
final class SlowConsumerDetector {
    private final SessionLimits limits;
    private final Consumer<String> notice;
    private final Deadline behind = new Deadline();

    /** @param notice sends the client a notice */
    SlowConsumerDetector(SessionLimits limits, Consumer<String> notice) {
        this.limits = limits;
        this.notice = notice;
    }

    /** @param queued bytes queued for the client now */
    boolean lastsTooLong(int queued, long now) {
        if (queued <= limits.behindBytes()) {
            behind.clear();
        } else if (behind.passed(now)) {
            return true;
        } else if (!behind.isSet()) {
            behind.set(now, limits.behind());
            notice.accept("you read too slowly: " + queued + " bytes are waiting; if they still are in "
                    + limits.behind().toSeconds() + " s, you will be disconnected");
        }
        return false;
    }
}
