package dev.parley.terminal;

import java.time.Instant;
import org.jline.reader.impl.history.DefaultHistory;

/** History of typed lines, without those that contain something private. */
final class TypedHistory extends DefaultHistory {
    /** Lines that are kept, also over restarts. */
    static final int MAX_LINES = 500;

    @Override
    public void add(Instant time, String line) {
        if (line.lines().noneMatch(PrivateInput::isPrivate)) {
            super.add(time, line);
        }
    }
}
