package dev.parley.terminal;

import java.time.Instant;
import java.util.function.Predicate;
import org.jline.reader.impl.history.DefaultHistory;

/** History of typed lines, without those that contain something private. */
final class TypedHistory extends DefaultHistory {
    /** Lines that are kept, also over restarts. */
    static final int MAX_LINES = 500;

    private final Predicate<String> mayBePassword;

    /** @param mayBePassword whether a line may be a password without its command */
    TypedHistory(Predicate<String> mayBePassword) {
        this.mayBePassword = mayBePassword;
    }

    @Override
    public void add(Instant time, String line) {
        if (line.lines().noneMatch(PrivateInput::isPrivate) && !mayBePassword.test(line)) {
            super.add(time, line);
        }
    }
}
