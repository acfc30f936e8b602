package dev.parley.terminal;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jline.reader.impl.history.DefaultHistory;

/** History of typed and pasted lines, without those that contain something private. */
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
        String kept = kept(line);
        if (!kept.isEmpty()) {
            super.add(time, kept);
        }
    }

    /** Returns what is kept of a line, or of the lines of a paste; empty if it is nothing. */
    String kept(String line) {
        List<String> lines = line.lines().filter(text -> !text.isBlank()).toList();
        List<String> harmless = PrivateInput.harmless(lines).stream()
                .filter(mayBePassword.negate())
                .toList();
        return harmless.equals(lines) ? line : String.join("\n", harmless);
    }
}
